import { chunkReady, inngest, mailingRequested } from "@/lib/events";
import { completeMailing } from "@/lib/mailings/complete";
import { prepareMailing } from "@/lib/mailings/prepare";
import { CHUNK_SIZE } from "@/lib/messages/chunk";

/** The job server takes at most this many events at a time. */
const EVENTS_AT_ONCE = 4000;

/** Freezes the recipients of a mailing, then lets each thousand of them be sent. */
export const prepare = inngest.createFunction(
  {
    id: "prepare-mailing",
    triggers: mailingRequested,
    concurrency: [{ limit: 1, key: "event.data.officeId" }],
    retries: 10,
  },
  async ({ event, step }) => {
    const { officeId, mailingId } = event.data;
    const total = await step.run("freeze", () => prepareMailing(officeId, mailingId));
    const chunks = Array.from({ length: Math.ceil(total / CHUNK_SIZE) }, (_, chunk) =>
      chunkReady.create({ officeId, mailingId, chunk }, { id: `${mailingId}:${chunk}` }),
    );
    for (let from = 0; from < chunks.length; from += EVENTS_AT_ONCE) {
      await step.sendEvent(`announce-${from}`, chunks.slice(from, from + EVENTS_AT_ONCE));
    }
    if (total === 0) await step.run("complete", () => completeMailing(officeId, mailingId));
  },
);
