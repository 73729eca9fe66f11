import type postgres from "postgres";
import type { Tag } from "../api/mail";
import type { EventDetail } from "../receivers";

export type SuppressionDetail = {
  id: string;
  email: string;
  origin: string;
  source_id: string | null;
  created_at: string;
};

/** An event that is due to be announced, with what its payload says about the mail. */
export type DueEvent = {
  seq: string;
  webhook_id: string;
  type: string;
  happens_at: Date;
  receiver: string | null;
  attempts: number;
  delivered_at: Date | null;
} & (
  | {
      id: string;
      created_at: string;
      from_address: string;
      to_addresses: string[];
      subject: string;
      tags: Tag[];
      detail: EventDetail | null;
    }
  | { id: null; detail: SuppressionDetail }
);

/** Events whose webhook is due, the longest waiting first, without those that are on their way. */
export function dueEvents(sql: postgres.Sql, onTheirWay: string[], limit: number) {
  return sql<DueEvent[]>`
    select event.seq, webhook_id, type, happens_at, receiver, detail, attempts, delivered_at, email.id,
      to_char(email.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') as created_at,
      from_address, to_addresses, subject, tags
    from resend_server.events event left join resend_server.emails email on email.seq = event.email_seq
    where next_attempt_at <= now() and event.seq <> all(${onTheirWay}::bigint[])
    order by next_attempt_at limit ${limit}`;
}

/** What came of a webhook: `againAfterMs` is null when there is no more to do. */
export type Attempt = { seq: string; delivered: boolean; againAfterMs: number | null; answer: string };

export async function recordAttempts(sql: postgres.Sql, attempts: Attempt[]): Promise<void> {
  const rows = attempts.map((attempt) => ({ ...attempt, again_after_ms: attempt.againAfterMs }));
  await sql`
    update resend_server.events event
    set attempts = attempts + 1,
      delivered_at = case when delivered then coalesce(delivered_at, now()) else delivered_at end,
      next_attempt_at = now() + again_after_ms * interval '1 ms',
      last_answer = answer
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as attempt
      (seq bigint, delivered boolean, again_after_ms float8, answer text)
    where event.seq = attempt.seq`;
}

/** Writes events that happen now. */
export async function addEvents(
  sql: postgres.ISql,
  events: {
    emailSeq: string | null;
    receiver: string | null;
    type: string;
    detail?: EventDetail | SuppressionDetail;
  }[],
  webhooks: { shuffleMs: number } | undefined,
): Promise<void> {
  const rows = events.map((event) => ({
    ...event,
    email_seq: event.emailSeq,
    held_ms: webhooks ? Math.random() * webhooks.shuffleMs : null,
  }));
  await sql`
    insert into resend_server.events (email_seq, receiver, type, detail, happens_at, next_attempt_at)
    select email_seq, receiver, type, detail, now(), now() + held_ms * interval '1 ms'
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as event
      (email_seq bigint, receiver text, type text, detail jsonb, held_ms float8)`;
}

export type EventRow = {
  type: string;
  receiver: string | null;
  detail: EventDetail | null;
  happens_at: Date;
  attempts: number;
  next_attempt_at: Date | null;
  delivered_at: Date | null;
  last_answer: string | null;
};

/** What has happened to a mail, in order, and what was told about it. */
export function eventsOf(sql: postgres.Sql, emailSeq: string) {
  return sql<EventRow[]>`
    select type, receiver, detail, happens_at, attempts, next_attempt_at, delivered_at, last_answer
    from resend_server.events
    where email_seq = ${emailSeq} and happens_at <= clock_timestamp() order by happens_at, seq`;
}
