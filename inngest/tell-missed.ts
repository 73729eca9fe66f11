import { inngest, mailingMissed } from "@/lib/events";
import { tellOfMissed } from "@/lib/mailings/tell-missed";

/** Informs the author that a mailing was not sent. */
export const tellMissed = inngest.createFunction(
  { id: "tell-missed", triggers: mailingMissed, retries: 20 },
  async ({ event, step }) => {
    const { officeId, mailingId, at } = event.data;
    await step.run("tell", () => tellOfMissed(officeId, mailingId, new Date(at)));
  },
);
