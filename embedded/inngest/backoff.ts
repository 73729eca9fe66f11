const minutes = [0.25, 0.5, 1, 2, 5, 10, 20, 40, 60];

/**
 * How long the real server waits before it tries a step again: 15 s at first, two hours at most, and
 * up to a tenth more, so that what failed together does not come back together.
 *
 * @param attempt zero for the first call.
 * @returns milliseconds
 */
export function retryDelay(attempt: number): number {
  const delay = (minutes[attempt] ?? 120) * 60_000;
  return delay * (1 + Math.random() / 10);
}
