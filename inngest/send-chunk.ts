import { RetryAfterError } from "inngest";
import { chunkReady, inngest } from "@/lib/events";
import { completeMailing } from "@/lib/mailings/complete";
import { sendNext } from "@/lib/messages/send-next";

/** A chunk is ten batches; refused ones are split, so there may be more. */
const STEPS = 100;
/**
 * Milliseconds that a step takes. Only the job server needs steps: everything that has been written to the
 * database is safe at any moment.
 */
const STEP_TAKES = 10_000;

/**
 * Sends a thousand recipients of a mailing in batches of a hundred. Limited per office, so that a
 * small mailing does not wait behind a large one.
 */
export const sendChunk = inngest.createFunction(
  {
    id: "send-chunk",
    triggers: chunkReady,
    concurrency: [{ limit: 4, key: "event.data.officeId" }, { limit: 12 }],
    retries: 20,
  },
  async ({ event, step }) => {
    const { officeId, mailingId, chunk } = event.data;
    for (let number = 1; number <= STEPS; number++) {
      const empty = await step.run(`send-${number}`, () => sendSome(officeId, mailingId, chunk));
      if (!empty) continue;
      await step.run("complete", () => completeMailing(officeId, mailingId));
      return;
    }
  },
);

/** @returns true if nothing of the chunk waits any more. */
async function sendSome(officeId: string, mailingId: string, chunk: number): Promise<boolean> {
  const end = Date.now() + STEP_TAKES;
  while (Date.now() < end) {
    const turn = await sendNext(officeId, mailingId, chunk, end);
    if (!turn.done)
      throw new RetryAfterError("the provider is to be called again", turn.againInSeconds * 1000);
    if ("empty" in turn) return true;
  }
  return false;
}
