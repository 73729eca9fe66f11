import { cron } from "inngest";
import { inboxFilled, inngest, messagesSoftBounced } from "@/lib/events";
import { drainInbox } from "@/lib/messages/drain";

const TURNS = 200;

/**
 * Processes the provider's events. Woken at most once a second, and each minute in case a wake-up was lost.
 */
export const drain = inngest.createFunction(
  {
    id: "drain-inbox",
    triggers: [inboxFilled, cron("* * * * *")],
    concurrency: [{ limit: 1 }],
    retries: 5,
  },
  async ({ step }) => {
    let softBounced = false;
    for (let turn = 1; turn <= TURNS; turn++) {
      const drained = await step.run(`drain-${turn}`, drainInbox);
      softBounced ||= drained.softBounced;
      if (drained.taken < 1000) break;
    }
    if (softBounced) await step.sendEvent("announce-soft-bounces", messagesSoftBounced.create({}));
  },
);
