import { functions as current } from "@/inngest";
import { chunkReady, inngest } from "@/lib/events";
import { completeMailing } from "@/lib/mailings/complete";
import { sendNext } from "@/lib/messages/send-next";

/** The functions as they are. */
export const functions = current;

/** `send-chunk` as another version might have been: other steps, other limits, the same work. */
export const olderSendChunk = inngest.createFunction(
  { id: "send-chunk", triggers: chunkReady, concurrency: [{ limit: 2 }], retries: 3 },
  async ({ event, step }) => {
    const { officeId, mailingId, chunk } = event.data;
    for (let turn = 0; turn < 50; turn++) {
      const sent = await step.run(`hundreds-${turn}`, () => sendNext(officeId, mailingId, chunk));
      if ("empty" in sent) break;
    }
    await step.run("finish", () => completeMailing(officeId, mailingId));
  },
);
