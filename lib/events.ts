import { eventType, Inngest, type Logger, RetryAfterError } from "inngest";
import type { LogFn } from "pino";
import { z } from "zod";
import { log } from "@/lib/log";

/* The SDK calls it with a text, or with an object and a text, as pino accepts them. */
const say = (level: keyof Logger, said: unknown[]) => log()[level](...(said as Parameters<LogFn>));

/**
 * Writes the SDK's messages, above all of failed jobs, to our log. A call that is to be repeated later is not
 * an error.
 */
const logger: Logger = {
  debug: (...said) => say("debug", said),
  info: (...said) => say("info", said),
  warn: (...said) => say("warn", said),
  error: (...said) => say(isPause(said[0]) ? "info" : "error", said),
};

/** The provider has asked for a pause. */
function isPause(told: unknown): boolean {
  return told instanceof Object && "err" in told && told.err instanceof RetryAfterError;
}

/** The client of the job server; the SDK itself reads its keys and address from the environment. */
export const inngest = new Inngest({ id: "brevduva", logger });

const ofMailing = { officeId: z.uuid(), mailingId: z.uuid() };

/** "Send" was pressed: freeze the recipients. */
export const mailingRequested = eventType("mailing/requested", { schema: z.object(ofMailing) });

/** A thousand recipients (by position) are ready to be handed to the provider. */
export const chunkReady = eventType("mailing/chunk.ready", {
  schema: z.object({ ...ofMailing, chunk: z.number().int().nonnegative() }),
});

/** A mailing was cancelled: of a confirmation request, reset the cards whose mail was never sent. */
export const mailingCancelled = eventType("mailing/cancelled", { schema: z.object(ofMailing) });

/**
 * A mailing could not start and has become a draft again; `at`: when it should have started, in milliseconds.
 */
export const mailingMissed = eventType("mailing/missed", {
  schema: z.object({ ...ofMailing, at: z.number().int() }),
});

/** Events from the provider wait in the inbox. */
export const inboxFilled = eventType("inbox/filled", { schema: z.object({}) });

/** Some messages bounced temporarily: find out when the next attempt is due. */
export const messagesSoftBounced = eventType("messages/soft.bounced", { schema: z.object({}) });

/** "Uppdatera resultat" was pressed; with `after`, it continues from there. */
export const refreshRequested = eventType("mailing/refresh.requested", {
  schema: z.object({
    ...ofMailing,
    refreshId: z.uuid(),
    after: z.object({ position: z.number().int(), number: z.number().int() }).optional(),
  }),
});
