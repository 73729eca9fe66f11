import { inngest, mailingCancelled } from "@/lib/events";
import { takeBackRequest } from "@/lib/mailings/hold";

/** After a cancellation, which is not to wait for what somebody does with the same cards, such as an import. */
export const takeBackAskingJob = inngest.createFunction(
  { id: "take-back-asking", triggers: mailingCancelled, retries: 20 },
  async ({ event, step }) => {
    const { officeId, mailingId } = event.data;
    await step.run("take-back", () => takeBackRequest(officeId, mailingId));
  },
);
