import { cron } from "inngest";
import { inngest } from "@/lib/events";
import { startDueMailings } from "@/lib/mailings/start-due";

/** Sends each minute the scheduled mailings whose time has come. */
export const startScheduled = inngest.createFunction(
  { id: "start-scheduled", triggers: cron("* * * * *"), concurrency: [{ limit: 1 }], retries: 1 },
  async ({ step }) => {
    await step.run("start", startDueMailings);
  },
);
