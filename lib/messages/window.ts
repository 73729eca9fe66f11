import type { Fact } from "@/lib/messages/facts";

/** Hours after the first temporary bounce, of the 120 that the window has by default. */
const DUE_HOURS = [1, 4, 12, 24, 48, 72, 96];
const WINDOW_HOURS = 120;

/** The first attempt and one per due time. */
export const ATTEMPTS_AT_MOST = 1 + DUE_HOURS.length;

const UNDER_WAY: readonly Fact[] = ["queued", "unanswered", "sent", "deferred"];

/** The attempt may still arrive, so that a second one could arrive twice: a due time is skipped. */
export function isUnderWay(fact: Fact): boolean {
  return UNDER_WAY.includes(fact);
}

/** Due times of the retries in milliseconds after the window's start ("The five days"). */
export function retryPlan(windowSeconds: number): number[] {
  return DUE_HOURS.map((hours) => Math.round((windowSeconds * 1000 * hours) / WINDOW_HOURS));
}

export type RetryWindow = {
  /** Database time at which the first temporary bounce was recorded. */
  windowStart: Date;
  windowSeconds: number;
};

/**
 * The first due time after `now`, null when none is left. Due times that passed while the mailing
 * was paused, or while an attempt was under way, are not made up for.
 */
export function nextAttemptAt({ windowStart, windowSeconds, now }: RetryWindow & { now: Date }): Date | null {
  const start = windowStart.getTime();
  const offset = retryPlan(windowSeconds).find((due) => start + due > now.getTime());
  return offset === undefined ? null : new Date(start + offset);
}

/** When the first retry is due: `nextAttemptAt` at the window's start, where one is always left. */
export function firstAttemptDue(windowStart: Date, windowSeconds: number): Date {
  return new Date(windowStart.getTime() + (retryPlan(windowSeconds)[0] ?? 0));
}

/** The instant from which the message is to be settled as expired. */
export function expiresAt({ windowStart, windowSeconds }: RetryWindow): Date {
  return new Date(windowStart.getTime() + windowSeconds * 1000);
}

/** When a message in its window is to be looked at next, and what for. */
export function nextMove(window: RetryWindow & { now: Date }): { kind: "retry" | "expire"; at: Date } {
  const at = nextAttemptAt(window);
  return at ? { kind: "retry", at } : { kind: "expire", at: expiresAt(window) };
}
