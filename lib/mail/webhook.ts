import { Resend } from "resend";
import { z } from "zod";
import { env } from "@/lib/env";

const eventSchema = z.looseObject({ type: z.string().min(1).max(200) });

/** What the provider has signed and we cannot read is kept: refused, it would come again and again. */
const UNREADABLE = "unreadable";

export type SignedEvent = { eventId: string; type: string; payload: Record<string, unknown> };

/** Why an event was not taken: not signed by the provider, or too old. */
export type Rejection = "unsigned";

/**
 * Checks that an event comes from the provider, and recently (± 5 minutes). While a secret is
 * rotated, each of the secrets in `RESEND_WEBHOOK_SECRET` is good.
 *
 * @param rawBody the body as received: the signature covers its bytes.
 */
export function readSignedEvent(headers: Headers, rawBody: string): SignedEvent | Rejection {
  const id = headers.get("svix-id");
  const timestamp = headers.get("svix-timestamp");
  const signature = headers.get("svix-signature");
  if (!id || id.length > 200 || !timestamp || !signature) return "unsigned";
  const { RESEND_WEBHOOK_SECRET, RESEND_API_KEY } = env();
  const signed = { payload: rawBody, headers: { id, timestamp, signature } };
  const resend = new Resend(RESEND_API_KEY);
  const good = RESEND_WEBHOOK_SECRET.some((webhookSecret) => {
    try {
      resend.webhooks.verify({ ...signed, webhookSecret });
      return true;
    } catch {
      return false;
    }
  });
  if (!good) return "unsigned";
  const told: unknown = JSON.parse(rawBody, (_key, value: unknown) => storable(value));
  const event = eventSchema.safeParse(told);
  return event.success
    ? { eventId: id, type: event.data.type, payload: event.data }
    : { eventId: id, type: UNREADABLE, payload: { [UNREADABLE]: told } };
}

/** PostgreSQL's JSON takes neither zero characters nor halves of characters, in names as little as in values. */
function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storable(name), inner]));
}
