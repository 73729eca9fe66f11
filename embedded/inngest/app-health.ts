/**
 * Whether the app seems to be there. While it is away it is asked with a single call at a time, and
 * more and more seldom, instead of once for every job that is due.
 */
export class AppHealth {
  private failures = 0;
  private quietUntil = 0;

  get isUp(): boolean {
    return this.failures === 0;
  }

  failed(): void {
    this.failures += 1;
    this.quietUntil = Date.now() + Math.min(250 * 2 ** Math.min(this.failures, 10), 5_000);
  }

  succeeded(): void {
    this.failures = 0;
    this.quietUntil = 0;
  }

  /** Milliseconds in which not to call, zero for none. */
  quiet(): number {
    return Math.max(0, this.quietUntil - Date.now());
  }

  /** How many calls may be begun at once. */
  allowance(): number {
    if (this.isUp) return Number.POSITIVE_INFINITY;
    return this.quiet() > 0 ? 0 : 1;
  }
}
