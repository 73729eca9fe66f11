import { z } from "zod";

/** Hard bounces (bounced, invalid), and complaints (spam). */
export const RATE_KINDS = ["bounces", "complaints"] as const;

export type RateKind = (typeof RATE_KINDS)[number];

/** How many mails the provider accepted, and what became of them. */
export type Counts = { accepted: number } & Record<RateKind, number>;

/** Half of the limit, three quarters of it, and the limit itself. */
export const LEVELS = ["half", "near", "limit"] as const;

export type Level = (typeof LEVELS)[number];

/** How many of ten thousand mails it takes for the provider to pause the account of all offices. */
const OF_10_000: Record<RateKind, number> = { bounces: 400, complaints: 8 };

/** The same as fractions. */
export const PROVIDER_LIMITS: Record<RateKind, number> = {
  bounces: OF_10_000.bounces / 10_000,
  complaints: OF_10_000.complaints / 10_000,
};

/**
 * Fewest bounces or complaints that count as reaching the limit. For a small association that writes to
 * ten people a single wrong address is a bounce rate of a tenth, which means nothing and harms nobody.
 */
export const LEAST: Record<RateKind, number> = { bounces: 20, complaints: 5 };

/** Days over which rates are judged. */
export const JUDGED_DAYS = 7;

const QUARTERS: Record<Level, number> = { half: 2, near: 3, limit: 4 };

/**
 * How near a rate is to the provider's limit. An office that has sent little is judged as if it had sent
 * the number of mails of which `LEAST` is exactly the limit (500 for bounces, 6,250 for complaints): so 10,
 * 15 and 20 bounces are the fewest that reach a level, and 3, 4 and 5 complaints.
 *
 * @returns null below half of the limit.
 */
export function levelOf(kind: RateKind, { accepted, [kind]: bad }: Counts): Level | null {
  const judged = Math.max(accepted, (10_000 * LEAST[kind]) / OF_10_000[kind]);
  const reached = (level: Level) => 4 * 10_000 * bad >= QUARTERS[level] * OF_10_000[kind] * judged;
  return LEVELS.findLast(reached) ?? null;
}

export const rateWarningSchema = z.object({
  kind: z.enum(RATE_KINDS),
  level: z.enum(LEVELS),
  accepted: z.number(),
  bad: z.number(),
});

/** A rate that has reached a level. */
export type RateWarning = z.output<typeof rateWarningSchema>;

/** The levels that the counts have reached, the highest first; of equals bounces first, as the office can remedy them. */
export function warningsFor(counts: Counts): RateWarning[] {
  return RATE_KINDS.flatMap((kind) => {
    const level = levelOf(kind, counts);
    return level ? [{ kind, level, accepted: counts.accepted, bad: counts[kind] }] : [];
  }).sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

/** The sum of several counts. */
export function sumOf(counts: readonly Counts[]): Counts {
  const sum: Counts = { accepted: 0, bounces: 0, complaints: 0 };
  for (const { accepted, bounces, complaints } of counts) {
    sum.accepted += accepted;
    sum.bounces += bounces;
    sum.complaints += complaints;
  }
  return sum;
}
