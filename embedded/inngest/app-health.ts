/**
 * Tracks whether the app can be reached. While it cannot, one call at a time is made, less and less often,
 * instead of one for every job that is due.
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

  /** Milliseconds to wait before the next call; zero for none. */
  quiet(): number {
    return Math.max(0, this.quietUntil - Date.now());
  }

  /** How many calls may be started now. */
  allowance(): number {
    if (this.isUp) return Number.POSITIVE_INFINITY;
    return this.quiet() > 0 ? 0 : 1;
  }
}
