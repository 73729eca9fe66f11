import { inngest, mailingCancelled } from "@/lib/events";
import { takeBackRequest } from "@/lib/mailings/hold";

/** Runs after a cancellation, which must not wait for work on the same cards, such as an import. */
export const takeBackAskingJob = inngest.createFunction(
  { id: "take-back-asking", triggers: mailingCancelled, retries: 20 },
  async ({ event, step }) => {
    const { officeId, mailingId } = event.data;
    await step.run("take-back", () => takeBackRequest(officeId, mailingId));
  },
);
