/** Hours after the first temporary bounce, of the 120 that the window has by default. */
const DUE_HOURS = [1, 4, 12, 24, 48, 72, 96];
const WINDOW_HOURS = 120;

/** The first attempt and one per due time. */
export const ATTEMPTS_AT_MOST = 1 + DUE_HOURS.length;

/** Due times of the retries in milliseconds after the window's start ("The five days"). */
export function retryPlan(windowSeconds: number): number[] {
  return DUE_HOURS.map((hours) => Math.round((windowSeconds * 1000 * hours) / WINDOW_HOURS));
}

type RetryWindow = {
  /** Database time at which the first temporary bounce was recorded. */
  windowStart: Date;
  windowSeconds: number;
};

/** When the first retry is due. */
export function firstAttemptDue(windowStart: Date, windowSeconds: number): Date {
  return new Date(windowStart.getTime() + (retryPlan(windowSeconds)[0] ?? 0));
}

/** The instant from which the message is to be settled as expired. */
export function expiresAt({ windowStart, windowSeconds }: RetryWindow): Date {
  return new Date(windowStart.getTime() + windowSeconds * 1000);
}
