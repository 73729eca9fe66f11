import { Socket } from "node:net";

/**
 * A socket that sends everything written in one turn of the event loop at once. Each packet wakes up the
 * other side, which costs both sides more than a small statement.
 */
export class GatheringSocket extends Socket {
  #gathering = false;

  override write(...written: unknown[]): boolean {
    this.#gather();
    return super.write(...(written as Parameters<Socket["write"]>));
  }

  /** `pg` corks and uncorks around each statement. */
  override cork(): void {
    this.#gather();
    super.cork();
  }

  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    super.cork();
    process.nextTick(() => {
      this.#gathering = false;
      super.uncork();
    });
  }
}
