import { eventType, Inngest } from "inngest";
import { z } from "zod";

/** The client of the job server; its keys and address are settings that the SDK reads itself. */
export const inngest = new Inngest({ id: "brevduva" });

const ofMailing = { officeId: z.uuid(), mailingId: z.uuid() };

/** "Send" was pressed: freeze the recipients. */
export const mailingRequested = eventType("mailing/requested", { schema: z.object(ofMailing) });

/** A thousand recipients (by position) are ready to be handed to the provider. */
export const chunkReady = eventType("mailing/chunk.ready", {
  schema: z.object({ ...ofMailing, chunk: z.number().int().nonnegative() }),
});

/** Events from the provider wait in the inbox. */
export const inboxFilled = eventType("inbox/filled", { schema: z.object({}) });

/** Some messages came back for a while: look when the next attempt is due. */
export const messagesSoftBounced = eventType("messages/soft.bounced", { schema: z.object({}) });

/** "Uppdatera resultat" was pressed; with `after`, it goes on there. */
export const refreshRequested = eventType("mailing/refresh.requested", {
  schema: z.object({
    ...ofMailing,
    refreshId: z.uuid(),
    after: z.object({ position: z.number().int(), number: z.number().int() }).optional(),
  }),
});
