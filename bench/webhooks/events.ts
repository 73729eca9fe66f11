import { randomUUID } from "node:crypto";
import type postgres from "postgres";

/** An event as the provider posts it, and the id that is the same on a repetition. */
export type Event = { id: string; body: string };

export type Sent = { mailingId: string; attempts: { id: string; address: string }[] };

/** A mailing of so many messages, each with an attempt that the provider has accepted. */
export async function sentMailing(owner: postgres.Sql, officeId: string, messages: number): Promise<Sent> {
  const mailingId = randomUUID();
  await owner`
    insert into mailings (id, office_id, kind, state, subject, created_at, requested_at, prepared_at, template,
      sender_name, mail_from, base_url, key_version, total)
    values (${mailingId}, ${officeId}, 'mailing', 'sending', 'Höstmöte', now(), now(), now(), '{}', 'Bänken',
      'utskick@example.org', 'http://localhost', 1, ${messages})`;
  await owner`
    insert into messages (office_id, mailing_id, position, address, name, language, "values", status, attempt_count)
    select office_id, ${mailingId}, row_number() over (order by sort_name, id) - 1, email, first_name, 'sv', '{}', 'sent', 1
    from members where office_id = ${officeId}`;
  await owner`
    insert into message_cards (office_id, message_id, mailing_id, member_id)
    select m.office_id, m.id, m.mailing_id, c.id
    from messages m join members c on c.office_id = m.office_id and c.email = m.address
    where m.mailing_id = ${mailingId}`;
  await owner`
    insert into attempts (id, office_id, message_id, number, provider_id, fact, accepted_at)
    select gen_random_uuid(), office_id, id, 1, gen_random_uuid(), 30, now()
    from messages where mailing_id = ${mailingId}`;
  const attempts = await owner<{ id: string; address: string }[]>`
    select a.id, m.address from attempts a join messages m on m.id = a.message_id and m.office_id = a.office_id
    where m.mailing_id = ${mailingId}`;
  return { mailingId, attempts: [...attempts] };
}

/**
 * Two events for each attempt: sent, and what became of it. A few bounce, for good or for a while, and
 * a few complain.
 *
 * @returns the events, and how many messages are to have which status afterwards.
 */
export function eventsFor({ attempts }: Sent): { events: Event[]; expected: Record<string, number> } {
  const events: Event[] = [];
  const expected: Record<string, number> = {};
  attempts.forEach((attempt, number) => {
    const { status, type, more } = fateOf(number);
    expected[status] = (expected[status] ?? 0) + 1;
    events.push(event(attempt, "email.sent", {}), event(attempt, type, more));
  });
  return { events, expected };
}

type Fate = { status: string; type: string; more: object };

function fateOf(number: number): Fate {
  if (number % 25 === 0) return { status: "bounced", type: "email.bounced", more: bounce("Permanent") };
  if (number % 25 === 1) return { status: "soft_bounced", type: "email.bounced", more: bounce("Transient") };
  if (number % 100 === 2) return { status: "spam", type: "email.complained", more: {} };
  return { status: "sent", type: "email.delivered", more: {} };
}

function bounce(type: "Permanent" | "Transient"): object {
  return { bounce: { type, subType: "General", message: "The mailbox did not take the mail." } };
}

function event({ id, address }: Sent["attempts"][number], type: string, more: object): Event {
  const now = new Date().toISOString();
  const data = {
    created_at: now,
    email_id: randomUUID(),
    from: "Bänken <utskick@example.org>",
    to: [address],
    subject: "Höstmöte",
    tags: { attempt: id },
    ...more,
  };
  return { id: `msg_${randomUUID()}`, body: JSON.stringify({ type, created_at: now, data }) };
}

/** Repeats the first of them, so that there are `total`, and puts all in another order, always the same. */
export function repeatAndShuffle(events: Event[], total: number): Event[] {
  const all = [...events, ...events.slice(0, total - events.length)];
  let state = 20_261_124;
  for (let at = all.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    [all[at], all[other]] = [all[other] as Event, all[at] as Event];
  }
  return all;
}
