import type { Mailing } from "@/lib/mailings/queries";
import { countFamilies } from "@/lib/messages/families";
import type { EnteredOffice } from "@/lib/offices/find";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LATELY_MS = 15 * MINUTE_MS;
/** After this the provider has told all that it will tell by itself: what is unknown then stays so. */
const TOLD_MS = 7 * DAY_MS;
/** After this the provider knows nothing of a mail any more. */
const KEPT_MS = 30 * DAY_MS;

/**
 * Seconds between refreshes of a mailing's page: short while it is prepared or sent or the provider is being
 * asked; long while it waits for its time, the office is held or something is still under way; null when nothing
 * moves.
 */
export function refreshEvery(
  mailing: Pick<Mailing, "state" | "counts" | "updatedAt">,
  { asking, held, now }: { asking: boolean; held: boolean; now: Date },
): number | null {
  const { state, counts } = mailing;
  if (state === "draft") return null;
  if (state === "scheduled") return 30;
  if (asking) return 2;
  if (state === "preparing" || state === "sending") return held ? 30 : 2;
  const age = now.getTime() - mailing.updatedAt.getTime();
  if (age < LATELY_MS) return 4;
  if (age > TOLD_MS && counts.soft_bounced === 0) return null;
  const waiting = countFamilies(counts).under_way - counts.none;
  return waiting > 0 || counts.unknown > 0 ? 30 : null;
}

/** Whether the provider has nothing to tell any more about the first messages of a mailing. */
export function isPastAsking({ requestedAt }: Pick<Mailing, "requestedAt">, now: Date): boolean {
  return requestedAt !== null && now.getTime() - requestedAt.getTime() > KEPT_MS;
}

/** Whether no attempt is made for now, even if one is due. */
export function isWaiting({ state }: Pick<Mailing, "state">, { hold }: Pick<EnteredOffice, "hold">): boolean {
  return state === "paused" || hold !== null;
}

export type Progress = {
  /** Messages that have been handed over or given up. */
  sent: number;
  /** All that are not blocked: a blocked one is never attempted. */
  toSend: number;
  blocked: number;
  total: number;
  parts: { tone: "arrived" | "underway" | "failed" | "declined"; value: number }[];
};

/** How far a mailing has come, and how it went, in the four families. */
export function progressOf({ counts }: Pick<Mailing, "counts">): Progress {
  const families = countFamilies(counts);
  const total = families.arrived + families.under_way + families.failed + families.declined;
  const toSend = total - counts.blocked;
  return {
    sent: toSend - counts.none,
    toSend,
    blocked: counts.blocked,
    total,
    parts: [
      { tone: "arrived", value: families.arrived },
      { tone: "underway", value: families.under_way - counts.none },
      { tone: "failed", value: families.failed },
      { tone: "declined", value: families.declined },
    ],
  };
}

/** The time shown for a mailing: when it will be or was sent, else when it was begun. */
export function timeOf({
  state,
  scheduledAt,
  requestedAt,
  createdAt,
}: Pick<Mailing, "state" | "scheduledAt" | "requestedAt" | "createdAt">): Date {
  return (state === "scheduled" ? scheduledAt : requestedAt) ?? createdAt;
}
