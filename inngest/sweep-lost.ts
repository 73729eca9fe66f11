import { cron } from "inngest";
import { inngest } from "@/lib/events";
import { completeMailing } from "@/lib/mailings/complete";
import { findStandingStill, wakeMailing } from "@/lib/mailings/stand-still";
import { reconcileNext } from "@/lib/messages/reconcile";
import { dispatchSoon } from "@/lib/outbox/dispatch";
import { tidyUp } from "@/lib/tidy-up";

const LOOKUPS = 20;
const MINUTE_MS = 60_000;

/**
 * Each minute, finds work that a crash or a lost message has left behind, and restarts it. Long look-ups
 * continue in the next minute's run, which does everything else too.
 */
export const sweepLost = inngest.createFunction(
  { id: "sweep-lost", triggers: cron("* * * * *"), concurrency: [{ limit: 1 }], retries: 1 },
  async ({ event, step }) => {
    const end = (event.ts ?? Date.now()) + MINUTE_MS;
    await step.run("dispatch-outbox", dispatchSoon);
    const standing = await step.run("find-standing-still", findStandingStill);
    for (const { officeId, mailingId } of standing) {
      await step.run(`complete-${mailingId}`, async () => {
        if (!(await completeMailing(officeId, mailingId))) await wakeMailing(officeId, mailingId);
      });
    }
    for (let turn = 1; turn <= LOOKUPS; turn++) {
      const goOn = await step.run(
        `reconcile-${turn}`,
        async () => (await reconcileNext()) && Date.now() < end,
      );
      if (!goOn) break;
    }
    await step.run("tidy-up", tidyUp);
  },
);
