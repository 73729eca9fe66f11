import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drainInbox } from "@/lib/messages/drain";
import { RANK } from "@/lib/messages/facts";
import { messageStatus } from "@/lib/messages/status";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import fc from "@/tests/support/fast-check";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const KINDS = {
  sent: { type: "email.sent" },
  delayed: { type: "email.delivery_delayed" },
  delivered: { type: "email.delivered" },
  opened: { type: "email.opened" },
  full: {
    type: "email.bounced",
    bounce: { type: "Transient", subType: "MailboxFull", message: "mailbox full" },
  },
  general: { type: "email.bounced", bounce: { type: "Permanent", subType: "General", message: "no" } },
  misspelt: {
    type: "email.bounced",
    bounce: { type: "Permanent", subType: "NoEmail", message: "550 5.1.1 unknown" },
  },
  policy: {
    type: "email.bounced",
    bounce: { type: "Permanent", subType: "General", message: "550 5.7.1 policy" },
  },
  complained: { type: "email.complained" },
  suppressed: { type: "email.suppressed" },
  strange: { type: "email.folded_into_a_crane" },
} as const;

type Kind = keyof typeof KINDS;
type Happening = { message: number; attempt: number; kind: Kind; minute: number };

const MESSAGES = 4;
const happening: fc.Arbitrary<Happening> = fc.record({
  message: fc.nat(MESSAGES - 1),
  attempt: fc.nat(1),
  kind: fc.constantFrom(...(Object.keys(KINDS) as Kind[])),
  minute: fc.nat(500),
});

/** A mailing to four addresses with two attempts each, and a neighbour office with the same addresses. */
async function world(): Promise<{ office: string; mailing: string; name: string; attempts: string[][] }> {
  const name = randomUUID().slice(0, 8);
  const [office, neighbour] = [await desk.arrange.office(), await desk.arrange.office()];
  const cards = Array.from({ length: MESSAGES }, (_, n) => ({ email: `${name}-${n}@example.org` }));
  await desk.arrange.members(office.id, cards);
  await desk.arrange.members(neighbour.id, cards);
  const { mailingId } = await desk.prepared(office.id, MESSAGES);
  const messages = await desk.sql<{ id: string }[]>`
    select id from messages where mailing_id = ${mailingId} order by address`;
  const attempts: string[][] = [];
  for (const { id } of messages) {
    const pair = [randomUUID(), randomUUID()].sort();
    attempts.push(pair);
    for (const [index, attempt] of pair.entries()) {
      await desk.sql`
        insert into attempts (id, office_id, message_id, number, fact)
        values (${attempt}, ${office.id}, ${id}, ${index + 1}, ${RANK.queued})`;
    }
  }
  await desk.sql`update messages set status = 'queued', attempt_count = 2 where mailing_id = ${mailingId}`;
  return { office: office.id, mailing: mailingId, name, attempts };
}

async function play(
  { name, attempts }: Awaited<ReturnType<typeof world>>,
  happenings: (Happening & { id: number })[],
): Promise<void> {
  for (const { id, message, attempt, kind, minute } of happenings) {
    const payload = {
      ...KINDS[kind],
      created_at: new Date(Date.UTC(2026, 9, 1, 0, minute)).toISOString(),
      data: {
        email_id: `${name}-${message}-${attempt}`,
        to: ["x@example.org"],
        tags: { attempt: attempts[message]?.[attempt] },
        ...("bounce" in KINDS[kind] && { bounce: KINDS[kind].bounce }),
      },
    };
    await desk.sql`
      insert into provider_events (event_id, type, payload)
      values (${`${name}-${String(id).padStart(4, "0")}`}, ${payload.type}, ${JSON.stringify(payload)}::jsonb)
      on conflict do nothing`;
    if (id % 3 === 0) await drainInbox();
  }
  await drainInbox();
}

async function outcome({ mailing, name }: Awaited<ReturnType<typeof world>>): Promise<unknown> {
  const { sql } = desk;
  const messages = await sql`
    select right(split_part(address, '@', 1), 1) as n, status, delivered, reason, problem
    from messages where mailing_id = ${mailing} order by address`;
  const cards = await sql`
    select right(split_part(email, '@', 1), 1) as n, office_id = (select office_id from mailings where id = ${mailing}) as own,
      email_status from members where email like ${`${name}-%`} order by 2, 1`;
  const suppressed = await sql`
    select right(split_part(address, '@', 1), 1) as n, problem from suppressions where address like ${`${name}-%`} order by 1`;
  return {
    messages: [...messages],
    cards: [...cards],
    suppressed: [...suppressed],
    counts: await desk.counts(mailing),
  };
}

test("any order and any repetition of the same events leaves the same statuses, problems and counts", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 14 }),
      fc.infiniteStream(fc.nat()),
      async (happenings, dice) => {
        const events = happenings.map((one, id) => ({ ...one, id }));
        const shuffled = [...events, ...events.filter((_, place) => place % 2 === 0)]
          .map((event) => ({ event, order: dice.next().value ?? 0 }))
          .sort((a, b) => a.order - b.order)
          .map(({ event }) => event);
        const [one, other] = [await world(), await world()];
        await play(one, events);
        await play(other, shuffled);
        expect(await outcome(other)).toEqual(await outcome(one));
        await agreesWithPureRule(one.mailing);
      },
    ),
    { numRuns: 25 },
  );
});

async function agreesWithPureRule(mailing: string): Promise<void> {
  const { factOfRank } = await import("@/lib/messages/facts");
  const rows = await desk.sql`
    select m.status, m.delivered, jsonb_agg(jsonb_build_object('number', a.number, 'fact', a.fact)) as attempts
    from messages m join attempts a on a.message_id = m.id where m.mailing_id = ${mailing} group by m.id, m.status, m.delivered`;
  for (const { status, delivered, attempts } of rows) {
    const known = attempts.map(({ number, fact }: { number: number; fact: number }) => ({
      number,
      fact: factOfRank(fact),
    }));
    expect(
      messageStatus({ attempts: known, expired: false, stopped: null, blockedFromStart: false }),
    ).toMatchObject({ status, delivered });
  }
}
