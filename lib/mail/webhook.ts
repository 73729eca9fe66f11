import { Resend } from "resend";
import { z } from "zod";
import { env } from "@/lib/env";

const eventSchema = z.looseObject({ type: z.string().min(1).max(200) });

export type SignedEvent = { eventId: string; type: string; payload: Record<string, unknown> };

/** Why an event was not taken: not signed by the provider (or too old), or not an event at all. */
export type Rejection = "unsigned" | "malformed";

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
  const event = eventSchema.safeParse(parseJson(rawBody));
  return event.success ? { eventId: id, type: event.data.type, payload: event.data } : "malformed";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => storable(value));
  } catch {
    return undefined;
  }
}

/**
 * Removes what PostgreSQL's JSON does not accept, in names as well as in values: NUL characters and lone
 * surrogates.
 */
function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storable(name), inner]));
}
