import type postgres from "postgres";
import type { Mail } from "../api/mail";
import type { PlannedEvent } from "../receivers";
import { searchWords } from "./words";

export type NewEmail = { id: string; position: number | null; mail: Mail; receivers: string[] };
export type NewEvent = PlannedEvent & { emailId: string; receiver: string | null };

/** `body` is deflated. */
export type NewRequest = { id: string; body: Buffer; idempotencyKey: string | null };

/**
 * Writes a request with its mails and everything that will happen to them, by one statement.
 *
 * @param webhooks how the events are announced; undefined when nobody listens
 */
export async function insertRequest(
  tx: postgres.TransactionSql,
  request: NewRequest,
  emails: NewEmail[],
  events: NewEvent[],
  webhooks: { shuffleMs: number } | undefined,
): Promise<void> {
  const emailRows = emails.map(({ id, position, mail, receivers }) => ({
    id,
    position,
    from_address: mail.from,
    to_addresses: mail.to,
    cc: mail.cc,
    bcc: mail.bcc,
    reply_to: mail.replyTo,
    subject: mail.subject,
    tags: mail.tags,
    receivers,
    words: searchWords([mail.subject, ...mail.to, ...receivers].join(" ")),
  }));
  const eventRows = events.map(({ emailId, receiver, type, afterMs, detail }, order) => ({
    email_id: emailId,
    receiver,
    type,
    detail,
    order,
    after_ms: afterMs,
    held_ms: webhooks ? Math.random() * webhooks.shuffleMs : null,
  }));
  await tx`
    with request as (
      insert into resend_server.requests (id, body) values (${request.id}, ${request.body})
    ), accepted as (
      insert into resend_server.emails
        (id, request_id, position, from_address, to_addresses, cc, bcc, reply_to, subject, tags, receivers, words,
         idempotency_key)
      select id, ${request.id}, position, from_address, to_addresses, cc, bcc, reply_to, subject, tags, receivers,
        array_to_tsvector(words), ${request.idempotencyKey}
      from json_to_recordset(${JSON.stringify(emailRows)}::text::json) as email
        (id uuid, position int, from_address text, to_addresses text[], cc text[], bcc text[], reply_to text[],
         subject text, tags jsonb, receivers text[], words text[])
      order by position
      returning id, seq
    )
    insert into resend_server.events (email_seq, receiver, type, detail, happens_at, next_attempt_at)
    select accepted.seq, receiver, type, detail, now() + after_ms * interval '1 ms',
      now() + (after_ms + held_ms) * interval '1 ms'
    from json_to_recordset(${JSON.stringify(eventRows)}::text::json) as event
      (email_id uuid, receiver text, type text, detail jsonb, "order" int, after_ms float8, held_ms float8)
      join accepted on accepted.id = event.email_id
    order by event."order"`;
}

/**
 * Remembers the answer to an idempotency key for 24 hours.
 *
 * @returns undefined when the key is new or its time is over, else what it was used for
 */
export async function claimIdempotencyKey(
  tx: postgres.TransactionSql,
  key: string,
  fingerprint: string,
  answer: unknown,
): Promise<{ fingerprint: string; answer: unknown } | undefined> {
  const claimed = await tx`
    insert into resend_server.idempotency_keys as known (key, fingerprint, answer)
    values (${key}, ${fingerprint}, ${JSON.stringify(answer)}::text::json)
    on conflict (key) do update
      set fingerprint = excluded.fingerprint, answer = excluded.answer, accepted_at = now()
      where known.accepted_at < now() - interval '24 hours'
    returning key`;
  if (claimed.length > 0) return undefined;
  const [known] = await tx<{ fingerprint: string; answer: unknown }[]>`
    select fingerprint, answer from resend_server.idempotency_keys where key = ${key}`;
  return known;
}

/**
 * Counts the mails to addresses that bounce a certain number of times.
 *
 * @param counts mails by address
 * @returns how many each address has got, these included
 */
export async function countSoftMails(
  tx: postgres.TransactionSql,
  counts: Map<string, number>,
): Promise<Map<string, number>> {
  if (counts.size === 0) return new Map();
  // Sorted, so that two requests lock the same addresses in the same order.
  const addresses = [...counts.keys()].sort();
  const rows = await tx<{ address: string; mails: number }[]>`
    insert into resend_server.soft_receivers as known (address, mails)
    select * from unnest(${addresses}::text[], ${addresses.map((address) => counts.get(address) ?? 0)}::int[])
    on conflict (address) do update set mails = known.mails + excluded.mails
    returning address, mails`;
  return new Map(rows.map((row) => [row.address, row.mails]));
}
