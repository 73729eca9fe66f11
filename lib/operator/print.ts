import { formatDate, formatDateTime } from "@/lib/i18n/format";
import type { OfficeReport } from "@/lib/operator/offices";
import type { RateReport } from "@/lib/operator/rates";
import { asTable } from "@/lib/operator/table";
import { type Level, PROVIDER_LIMITS } from "@/lib/rates/level";

/** The offices as a table for a person. */
export function printOffices(offices: readonly OfficeReport[]): string {
  if (offices.length === 0) return "There is no office yet. Make one with npm run office:create.";
  return asTable(
    [
      "office",
      "slug",
      "head office",
      "state",
      "since",
      "cards",
      "colleagues",
      "mailings",
      "last sent",
      "bounces",
      "complaints",
    ],
    offices.map((office) => [
      office.name,
      office.slug,
      office.headOffice ?? "",
      office.reason ? `${office.state}: ${shortened(office.reason)}` : office.state,
      formatDate(new Date(office.since)),
      office.cards,
      office.colleagues,
      office.mailings,
      office.lastSent === null ? "never" : formatDateTime(new Date(office.lastSent)).replace("\u00a0", " "),
      inPercent(office.bouncePercent),
      inPercent(office.complaintPercent),
    ]),
  );
}

const IN_WORDS: Record<Level, string> = {
  half: "half of the limit",
  near: "near the limit",
  limit: "LIMIT REACHED",
};

/** The rates as a table for a person, and the limits beneath. */
export function printRates(rates: readonly RateReport[]): string {
  const table = asTable(
    ["days", "office", "accepted", "bounces", "", "", "complaints", "", ""],
    rates.map((rate) => [
      rate.days,
      rate.office ? `${rate.office.name} (${rate.office.slug})` : "ALL TOGETHER",
      rate.accepted,
      rate.bounces,
      inPercent(rate.bouncePercent),
      rate.bounceLevel ? IN_WORDS[rate.bounceLevel] : "",
      rate.complaints,
      inPercent(rate.complaintPercent),
      rate.complaintLevel ? IN_WORDS[rate.complaintLevel] : "",
    ]),
  );
  const limits = `Limits of the provider: bounces ${100 * PROVIDER_LIMITS.bounces} %, complaints ${100 * PROVIDER_LIMITS.complaints} %.`;
  return `${table}\n\n${limits}`;
}

function inPercent(percent: number | null): string {
  return percent === null ? "" : `${percent} %`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
