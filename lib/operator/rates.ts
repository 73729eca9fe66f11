import { asAuth, asSystem } from "@/lib/db/tenant";
import { type AcceptedCounts, countAccepted } from "@/lib/messages/count-accepted";
import { listEveryOffice } from "@/lib/offices/list";
import { percentOf } from "@/lib/operator/percent";
import { type Counts, type Level, levelOf, sumOf } from "@/lib/rates/level";

export type RateReport = {
  days: number;
  /** Null for all offices together. */
  office: { name: string; slug: string } | null;
  accepted: number;
  bounces: number;
  bouncePercent: number | null;
  bounceLevel: Level | null;
  complaints: number;
  complaintPercent: number | null;
  complaintLevel: Level | null;
};

/**
 * Bounce and complaint rates compared with the provider's limits: for each window all offices together first,
 * then each office that sent something, the worst first. The whole window counts, even if an office was
 * restored in it.
 *
 * @param windows in days.
 */
export async function reportRates(windows: readonly number[]): Promise<RateReport[]> {
  const offices = await asAuth(listEveryOffice);
  const named = new Map(offices.map(({ id, name, slug }) => [id, { name, slug }]));
  const reports: RateReport[] = [];
  for (const days of windows) {
    const counts = await asSystem((tx) => countAccepted(tx, days));
    reports.push(rowOf(days, null, sumOf(counts)));
    for (const count of counts.sort(worstFirst)) {
      const office = named.get(count.officeId);
      if (office) reports.push(rowOf(days, office, count));
    }
  }
  return reports;
}

function worstFirst(a: AcceptedCounts, b: AcceptedCounts): number {
  return b.complaints - a.complaints || b.bounces - a.bounces || b.accepted - a.accepted;
}

function rowOf(days: number, office: RateReport["office"], counts: Counts): RateReport {
  const { accepted, bounces, complaints } = counts;
  return {
    days,
    office,
    accepted,
    bounces,
    bouncePercent: percentOf(bounces, accepted),
    bounceLevel: levelOf("bounces", counts),
    complaints,
    complaintPercent: percentOf(complaints, accepted),
    complaintLevel: levelOf("complaints", counts),
  };
}
