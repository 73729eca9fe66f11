import { Resend } from "resend";
import { z } from "zod";
import { env } from "@/lib/env";
import { type BatchBody, giveBack } from "@/lib/mail/batch-body";
import { attemptIdOf, instantSchema } from "@/lib/mail/event";
import { type Failed, failureOf } from "@/lib/mail/failure";

/** A mail as the provider's API takes it. */
export type ProviderMail = {
  from: string;
  to: string[];
  reply_to?: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
};

/** Whose account is called, and where. */
export type ProviderAccount = { apiKey: string; baseUrl: string; timeoutMs: number };

/** What became of a hand-over. Only `accepted` and `refused` are final. */
export type Outcome = { kind: "accepted"; ids: string[] } | Failed;

/** A mail as the provider knows it. */
export type SentMail = {
  id: string;
  /** Empty where it cannot be read. */
  to: string[];
  subject: string;
  createdAt: Date | null;
  /** `delivered`, `bounced` and so on; see `factOfLookup`. */
  lastEvent: string | null;
  /** Our id of the attempt; null in lists, which come without tags. */
  attemptId: string | null;
};

export type LookUp = { kind: "found"; mail: SentMail } | { kind: "missing" } | Failed;

export type Removal = { kind: "removed" | "absent" } | Failed;

export type SentPage = { kind: "page"; mails: SentMail[]; hasMore: boolean } | Failed;

type Answer = Awaited<ReturnType<Resend["get"]>>;

const TIMEOUT_MS = 30_000;

function accountOfSettings(): ProviderAccount {
  const { RESEND_API_KEY, RESEND_BASE_URL } = env();
  return { apiKey: RESEND_API_KEY, baseUrl: RESEND_BASE_URL, timeoutMs: TIMEOUT_MS };
}

/**
 * Hands over up to 100 mails in one request; all are accepted or none. Repeating the call with the
 * same key and the same mails within 24 hours gives the first answer and sends nothing again.
 *
 * @param body is empty once it has been accepted.
 */
export async function sendBatch(
  body: BatchBody,
  { idempotencyKey }: { idempotencyKey: string },
  account: ProviderAccount = accountOfSettings(),
): Promise<Outcome> {
  const answer = await call(account, (resend, signal) =>
    resend.fetchRequest("/emails/batch", {
      method: "POST",
      headers: {
        authorization: `Bearer ${account.apiKey}`,
        "content-type": "application/json",
        "user-agent": resend.userAgent,
        "idempotency-key": idempotencyKey,
        "x-batch-validation": "strict",
        "content-length": String(body.bytes.length),
      },
      body: inPlace(body.bytes),
      duplex: "half",
      redirect: "error",
      signal,
    }),
  );
  const failed = failureOf(answer);
  if (failed) return failed;
  const accepted = z.object({ data: z.array(z.object({ id: z.string().min(1) })) }).safeParse(answer.data);
  const ids = accepted.success ? accepted.data.data.map(({ id }) => id) : [];
  if (ids.length !== body.size) return { kind: "retry", why: "no_answer" };
  /* It has been sent. After a failed call it may still be read. */
  giveBack(body);
  return { kind: "accepted", ids };
}

/**
 * Sends bytes without copying them, as fetch does with bytes that are given directly (Fetch Standard,
 * "extract a body").
 */
function inPlace(bytes: Uint8Array): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** Hands over one mail; as `sendBatch`, with one id. */
export async function sendOne(
  mail: ProviderMail,
  { idempotencyKey }: { idempotencyKey: string },
  account: ProviderAccount = accountOfSettings(),
): Promise<Outcome> {
  const answer = await call(account, (resend, signal) =>
    resend.post("/emails", mail, { idempotencyKey, signal }),
  );
  const failed = failureOf(answer);
  if (failed) return failed;
  const accepted = z.object({ id: z.string().min(1) }).safeParse(answer.data);
  return accepted.success
    ? { kind: "accepted", ids: [accepted.data.id] }
    : { kind: "retry", why: "no_answer" };
}

/** Asks what became of one mail. The provider keeps mails for 30 days. */
export async function lookUp(
  providerId: string,
  account: ProviderAccount = accountOfSettings(),
): Promise<LookUp> {
  const answer = await call(account, (resend, signal) =>
    resend.get(`/emails/${encodeURIComponent(providerId)}`, { signal }),
  );
  const failed = failureOf(answer);
  if (failed?.kind === "refused" && failed.status === 404) return { kind: "missing" };
  if (failed) return failed;
  const mail = sentMailSchema.safeParse(answer.data);
  return mail.success ? { kind: "found", mail: mail.data } : { kind: "retry", why: "no_answer" };
}

/** Takes an address off the account's list of those that the provider does not send to. */
export async function removeSuppression(
  address: string,
  account: ProviderAccount = accountOfSettings(),
): Promise<Removal> {
  const answer = await call(account, (resend, signal) =>
    resend.delete(`/suppressions/${encodeURIComponent(address)}`, undefined, { signal }),
  );
  const failed = failureOf(answer);
  if (failed?.kind === "refused" && failed.status === 404) return { kind: "absent" };
  return failed ?? { kind: "removed" };
}

/**
 * One page of the mails that the account has sent, newest first.
 *
 * @param page `after`: the id of the last mail of the page before; `limit`: 1–100.
 */
export async function listSent(
  page: { after?: string; limit: number },
  account: ProviderAccount = accountOfSettings(),
): Promise<SentPage> {
  const query = new URLSearchParams({ limit: String(page.limit), ...(page.after && { after: page.after }) });
  const answer = await call(account, (resend, signal) => resend.get(`/emails?${query}`, { signal }));
  const failed = failureOf(answer);
  if (failed) return failed;
  const list = z.object({ data: z.array(sentMailSchema), has_more: z.boolean() }).safeParse(answer.data);
  if (!list.success) return { kind: "retry", why: "no_answer" };
  return { kind: "page", mails: list.data.data, hasMore: list.data.has_more };
}

const sentMailSchema = z
  .object({
    id: z.string().min(1),
    to: z.preprocess((to) => (typeof to === "string" ? [to] : to), z.array(z.string())).catch([]),
    subject: z.string().catch(""),
    created_at: instantSchema.nullish().catch(null),
    last_event: z.string().nullish().catch(null),
    tags: z.unknown().optional(),
  })
  .transform(
    ({ id, to, subject, created_at, last_event, tags }): SentMail => ({
      id,
      to,
      subject,
      createdAt: created_at ?? null,
      lastEvent: last_event ?? null,
      attemptId: attemptIdOf(tags),
    }),
  );

/** The SDK has no time-out of its own, and answers rather than throws when the network fails. */
async function call(
  account: ProviderAccount,
  ask: (resend: Resend, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const resend = new Resend(account.apiKey, { baseUrl: account.baseUrl });
  return ask(resend, AbortSignal.timeout(account.timeoutMs));
}
