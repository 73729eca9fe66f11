import { cron } from "inngest";
import { inngest, messagesSoftBounced } from "@/lib/events";
import { expireNext } from "@/lib/messages/expire";
import { mailingsToRetry, nextDue, retryNext } from "@/lib/messages/retry";

const ROUNDS = 30;
const WAITS_FOR_MS = 60_000;

/**
 * Retries temporary bounces, and settles messages whose window has ended. It waits for what falls due within
 * a minute of its event; what falls due later is left to a later minute's run, or waiting runs would
 * accumulate.
 */
export const retrySoftBounces = inngest.createFunction(
  {
    id: "retry-soft-bounces",
    triggers: [messagesSoftBounced, cron("* * * * *")],
    concurrency: [{ limit: 1 }],
    retries: 3,
  },
  async ({ event, step }) => {
    const later = new Set<string>();
    for (let round = 1; round <= ROUNDS; round++) {
      const mailings = await step.run(`find-due-${round}`, () => mailingsToRetry([...later]));
      for (const mailing of mailings) {
        const { mailingId } = mailing;
        if (!(await step.run(`retry-${round}-${mailingId}`, () => retryNext(mailing)))) later.add(mailingId);
      }
      const over = await step.run(`expire-${round}`, expireNext);
      if (mailings.length > 0 || over > 0) continue;
      const next = await step.run(`next-${round}`, nextDue);
      if (!next || new Date(next).getTime() - (event.ts ?? Date.now()) > WAITS_FOR_MS) return;
      await step.sleepUntil(`until-due-${round}`, new Date(next));
    }
  },
);
