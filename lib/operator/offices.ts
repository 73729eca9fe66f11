import { colleaguesPerOffice } from "@/lib/colleagues/queries";
import { asAuth, asSystem } from "@/lib/db/tenant";
import { mailingsPerOffice } from "@/lib/mailings/under-way";
import { cardsPerOffice } from "@/lib/members/queries";
import { countAccepted } from "@/lib/messages/count-accepted";
import { listEveryOffice, type OperatedOffice } from "@/lib/offices/list";
import { percentOf } from "@/lib/operator/percent";
import { JUDGED_DAYS, sumOf } from "@/lib/rates/level";

export type OfficeReport = Omit<OperatedOffice, "id"> & {
  cards: number;
  colleagues: number;
  mailings: number;
  lastSent: string | null;
  /** Of the mails accepted in the last days; null when there were none. */
  bouncePercent: number | null;
  complaintPercent: number | null;
};

/** How each office of the installation stands, head offices before their members. */
export async function reportOffices(): Promise<OfficeReport[]> {
  const { offices, colleagues } = await asAuth(async (tx) => ({
    offices: await listEveryOffice(tx),
    colleagues: await colleaguesPerOffice(tx),
  }));
  const { cards, mailings, rates } = await asSystem(async (tx) => ({
    cards: await cardsPerOffice(tx),
    mailings: await mailingsPerOffice(tx),
    rates: await countAccepted(tx, JUDGED_DAYS),
  }));
  const rateOf = new Map(rates.map((rate) => [rate.officeId, rate]));
  return offices.map(({ id, ...office }) => {
    const rate = rateOf.get(id) ?? sumOf([]);
    return {
      ...office,
      cards: cards.get(id) ?? 0,
      colleagues: colleagues.get(id) ?? 0,
      ...(mailings.get(id) ?? { mailings: 0, lastSent: null }),
      bouncePercent: percentOf(rate.bounces, rate.accepted),
      complaintPercent: percentOf(rate.complaints, rate.accepted),
    };
  });
}
