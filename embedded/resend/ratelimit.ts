export type Admission = { admitted: boolean; headers: Record<string, string> };

/**
 * The account's limit: so many requests in each window of a second, which opens with its first
 * request. No burst is carried over.
 *
 * @param rate requests a second; 0 admits everything and says nothing
 */
export class RateLimit {
  private windowStart = Number.NEGATIVE_INFINITY;
  private used = 0;

  constructor(private readonly rate: number) {}

  /** @param nowMs a monotonic time in milliseconds */
  admit(nowMs: number): Admission {
    if (this.rate === 0) return { admitted: true, headers: {} };
    if (nowMs - this.windowStart >= 1000) {
      this.windowStart = nowMs;
      this.used = 0;
    }
    const admitted = this.used < this.rate;
    if (admitted) this.used += 1;
    const headers: Record<string, string> = {
      "ratelimit-limit": String(this.rate),
      "ratelimit-remaining": String(this.rate - this.used),
      "ratelimit-reset": "1",
    };
    if (!admitted) headers["retry-after"] = "1";
    return { admitted, headers };
  }
}
