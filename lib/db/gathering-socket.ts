import { Socket } from "node:net";

/**
 * A socket that lets all that is written in one turn of the event loop leave at once. Each packet wakes
 * the other side, which costs both more than a small statement does.
 */
export class GatheringSocket extends Socket {
  #gathering = false;

  override write(...written: unknown[]): boolean {
    this.#gather();
    return super.write(...(written as Parameters<Socket["write"]>));
  }

  /** The client corks each statement by itself. */
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
