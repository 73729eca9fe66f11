import { cron } from "inngest";
import { inngest } from "@/lib/events";
import { completeMailing } from "@/lib/mailings/complete";
import { findStandingStill, wakeMailing } from "@/lib/mailings/stand-still";
import { reconcileNext } from "@/lib/messages/reconcile";
import { dispatchOutbox } from "@/lib/outbox/dispatch";
import { tidyUp } from "@/lib/tidy-up";

const LOOKUPS = 20;

/** Finds each minute what a crash or a lost message left behind, and sets it going again. */
export const sweepLost = inngest.createFunction(
  { id: "sweep-lost", triggers: cron("* * * * *"), concurrency: [{ limit: 1 }], retries: 1 },
  async ({ step }) => {
    await step.run("dispatch-outbox", dispatchOutbox);
    const standing = await step.run("find-standing-still", findStandingStill);
    for (const { officeId, mailingId } of standing) {
      await step.run(`complete-${mailingId}`, async () => {
        if (!(await completeMailing(officeId, mailingId))) await wakeMailing(officeId, mailingId);
      });
    }
    for (let turn = 1; turn <= LOOKUPS; turn++) {
      if (!(await step.run(`reconcile-${turn}`, reconcileNext))) break;
    }
    await step.run("tidy-up", tidyUp);
  },
);
