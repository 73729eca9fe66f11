import { afterAll, beforeAll, expect, test } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { completeMailing } from "@/lib/mailings/complete";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { findStandingStill } from "@/lib/mailings/stand-still";
import { callProvider } from "@/lib/messages/call-provider";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { drainInbox } from "@/lib/messages/drain";
import { expireNext } from "@/lib/messages/expire";
import { type Fact, RANK } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import type { OpenBatch } from "@/lib/messages/open-batch";
import { mailingsToRetry, nextDue, retryNext } from "@/lib/messages/retry";
import { pauseCalls } from "@/lib/pace/schedule";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

/** Lets time pass: the window's start and the next attempt move into the past. */
async function pass(mailingId: string, hours: number): Promise<void> {
  await desk.sql`
    update messages set window_started_at = window_started_at - ${hours} * interval '1 hour',
      next_attempt_at = next_attempt_at - ${hours} * interval '1 hour'
    where mailing_id = ${mailingId}`;
}

/** What the retrying job does in one round. */
async function retryRound(): Promise<void> {
  for (const mailing of await mailingsToRetry()) await retryNext(mailing);
  while ((await expireNext()) > 0);
}

/** Waits until the provider's answers to all attempts are folded. */
async function answers(mailingId: string, expected: number): Promise<void> {
  const folded = async () => {
    await drainInbox();
    const [row] = await desk.sql`
      select count(*)::int as n from attempts a join messages m on m.id = a.message_id
      where m.mailing_id = ${mailingId} and a.fact >= 60`;
    return row?.n;
  };
  await expect.poll(folded, { interval: 40, message: "answers are missing" }).toBe(expected);
}

async function sentTo(
  receiver: string,
  audience: string[] = [receiver],
): Promise<{ officeId: string; mailingId: string }> {
  const office = await desk.arrange.office();
  await desk.arrange.members(
    office.id,
    audience.map((email) => ({ email })),
  );
  const { mailingId, total } = await desk.prepared(office.id, audience.length);
  await desk.sendAll(office.id, mailingId, total);
  await answers(mailingId, audience.length);
  return { officeId: office.id, mailingId };
}

/** The second attempt's time has come, and the third's; of the second one no more is known than this. */
async function triedAgain(receiver: string, fact: Fact): Promise<{ mailingId: string }> {
  const { mailingId } = await sentTo(receiver);
  await pass(mailingId, 1.01);
  await retryRound();
  await answers(mailingId, 2);
  await desk.sql`
    update attempts set fact = ${RANK[fact]}
    where number = 2 and message_id in (select id from messages where mailing_id = ${mailingId})`;
  await pass(mailingId, 3);
  await retryRound();
  return { mailingId };
}

async function message(mailingId: string) {
  const [row] = await desk.sql`
    select status, delivered, attempt_count as attempts, reason->>'code' as code, stopped, next_attempt_at as next
    from messages where mailing_id = ${mailingId}`;
  return row;
}

test("a paused mailing has been sent once the last that was to be tried again has ended", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(office.id, [{ email: "soft+9-days@resend.dev" }]);
  const { mailingId } = await desk.prepared(office.id, 1);
  await callProvider(office.id, await handOver(office.id, mailingId, 0));
  await answers(mailingId, 1);
  await pauseMailing(office.id, ANNA, mailingId);
  await desk.sql`update mailings set updated_at = now() - interval '1 hour' where id = ${mailingId}`;
  await desk.sql`
    update batches set created_at = created_at - interval '1 hour', last_called_at = last_called_at - interval '1 hour'
    where mailing_id = ${mailingId}`;
  const standing = async () => (await findStandingStill()).some((found) => found.mailingId === mailingId);
  expect(await standing()).toBe(false);
  await pass(mailingId, 121);
  await retryRound();
  const become = (state: string) =>
    desk.sql`update batches set state = ${state} where mailing_id = ${mailingId} and chunk >= 0`;
  await become("stale");
  expect(await standing()).toBe(false);
  await become("answered");
  expect(await standing()).toBe(true);
  expect(await completeMailing(office.id, mailingId)).toBe(true);
  expect(await standing()).toBe(false);
});

test("a mailing of which all has been handed over has been sent, also if something is to be tried again", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(office.id, [{ email: "full+sent@resend.dev" }]);
  const { mailingId } = await desk.prepared(office.id, 1);
  await callProvider(office.id, await handOver(office.id, mailingId, 0));
  await answers(mailingId, 1);
  expect(await completeMailing(office.id, mailingId)).toBe(true);
});

test("what came back is tried again while the rest still goes out, once, and not while that is paused", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(office.id, [{ email: "full+rest@resend.dev" }]);
  const { mailingId } = await desk.prepared(office.id, 1);
  await callProvider(office.id, await handOver(office.id, mailingId, 0));
  await answers(mailingId, 1);
  await pass(mailingId, 1.01);
  await pauseMailing(office.id, ANNA, mailingId);
  await retryRound();
  expect(await message(mailingId)).toMatchObject({ attempts: 1 });
  await resumeMailing(office.id, ANNA, mailingId);
  await retryRound();
  await answers(mailingId, 2);
  expect(await message(mailingId)).toMatchObject({ attempts: 2 });
  expect((await mailingsToRetry()).map((due) => due.mailingId)).not.toContain(mailingId);
});

test("a mailbox that is full twice gets the mail at the third attempt, with the same content", async () => {
  const { mailingId } = await sentTo("soft+2-days@resend.dev");
  expect(await message(mailingId)).toMatchObject({
    status: "soft_bounced",
    attempts: 1,
    code: "mailbox_full",
  });
  await retryRound();
  expect(await message(mailingId)).toMatchObject({ attempts: 1 });
  await pass(mailingId, 1.01);
  await retryRound();
  await answers(mailingId, 2);
  expect(await message(mailingId)).toMatchObject({ status: "soft_bounced", attempts: 2 });
  await pass(mailingId, 3);
  await retryRound();
  await answers(mailingId, 3);
  expect(await message(mailingId)).toMatchObject({
    status: "sent",
    delivered: true,
    attempts: 3,
    next: null,
  });
  const mails = await desk.outbox("soft+2-days@resend.dev");
  expect(mails).toHaveLength(3);
  expect(new Set(mails.map(({ html, text, subject }) => html + text + subject)).size).toBe(1);
});

test("a retry that a crash left between writing down and calling is made at once", async () => {
  const { officeId, mailingId } = await sentTo("full+crash@resend.dev");
  await pass(mailingId, 1.01);
  expect(await handOver(officeId, mailingId, RETRY_CHUNK)).toHaveLength(1);
  await retryRound();
  expect(await desk.outbox("full+crash@resend.dev")).toHaveLength(2);
});

test("of a mailing only what is due is tried again", async () => {
  const due = "full+due@resend.dev";
  const { mailingId } = await sentTo(due, [due, "full+later@resend.dev"]);
  await desk.sql`
    update messages set next_attempt_at = now(), window_started_at = now() - interval '1 hour'
    where mailing_id = ${mailingId} and address = ${due}`;
  await retryRound();
  const tried = await desk.sql`
    select address, attempt_count as attempts from messages where mailing_id = ${mailingId} order by 1`;
  expect(tried).toEqual([
    { address: due, attempts: 2 },
    { address: "full+later@resend.dev", attempts: 1 },
  ]);
});

test("at the window's end the last attempt is asked about, and the provider waited for, before the message has bounced", async () => {
  const { mailingId } = await sentTo("soft+1-lost@resend.dev");
  await pass(mailingId, 1.01);
  await retryRound();
  const arrived = async () => {
    const events =
      await desk.sql`select from provider_events where type = 'email.delivered' and processed_at is null`;
    return events.length;
  };
  await expect.poll(arrived).toBe(1);
  await desk.sql`delete from provider_events where processed_at is null`;
  await pass(mailingId, 119);
  await desk.fault({ kind: "503", count: 1, match: { method: "GET", path: "/emails/" } });
  await retryRound();
  expect(await message(mailingId)).toMatchObject({ status: "soft_bounced", attempts: 2 });
  await desk.sql`update messages set next_attempt_at = now() where mailing_id = ${mailingId}`;
  await retryRound();
  expect(await message(mailingId)).toMatchObject({ status: "sent", delivered: true, next: null });
});

test("after five days without success the message has bounced and the address has a problem", async () => {
  const { mailingId, officeId } = await sentTo("full+days@resend.dev");
  for (let attempt = 2; attempt <= 8; attempt++) {
    await pass(mailingId, [0, 0, 1.01, 3, 8, 12, 24, 24, 24][attempt] ?? 0);
    await retryRound();
    await answers(mailingId, attempt);
    expect(await message(mailingId)).toMatchObject({ status: "soft_bounced", attempts: attempt });
  }
  await pass(mailingId, 24);
  await retryRound();
  expect(await message(mailingId)).toMatchObject({
    status: "bounced",
    attempts: 8,
    code: "expired",
    next: null,
  });
  expect(await desk.counts(mailingId)).toEqual({ bounced: 1 });
  const [card] = await desk.sql`select email_status from members where office_id = ${officeId}`;
  expect(card?.email_status).toBe("problem_bounced");
  const [suppressed] =
    await desk.sql`select problem from suppressions where address = 'full+days@resend.dev'`;
  expect(suppressed?.problem).toBe("problem_bounced");
});

test.each(["unanswered", "sent", "deferred"] as const)(
  "an attempt that is %s makes its due time be skipped, and the window's end settles it all the same",
  async (fact) => {
    const { mailingId } = await triedAgain(`full+${fact}@resend.dev`, fact);
    expect(await message(mailingId)).toMatchObject({ status: "soft_bounced", attempts: 2 });
    expect((await nextDue())?.getTime()).toBeGreaterThan(Date.now());
    await pass(mailingId, 120);
    await retryRound();
    expect(await message(mailingId)).toMatchObject({ status: "bounced", code: "expired" });
  },
);

test("an attempt that is over for a reason that nobody tells is followed by another one", async () => {
  const { mailingId } = await triedAgain("full+unexplained@resend.dev", "unexplained");
  expect(await message(mailingId)).toMatchObject({ attempts: 3 });
});

test.each([
  ["changed", "update members set email = 'new-' || email, email_status = 'unconfirmed'"],
  ["gone", "delete from members"],
  ["problem", "update members set email_status = 'problem_blocked'"],
])("the retries stop when the address is %s", async (stopped, change) => {
  const receiver = `full+${stopped}@resend.dev`;
  const { mailingId, officeId } = await sentTo(receiver);
  if (stopped === "problem") {
    await desk.sql`insert into suppressions (address, problem) values (${receiver}, 'problem_spam')`;
  }
  await desk.sql.unsafe(`${change} where office_id = '${officeId}'`);
  await pass(mailingId, 1.01);
  await retryRound();
  expect(await message(mailingId)).toMatchObject({
    stopped,
    attempts: 1,
    status: stopped === "problem" ? "blocked" : "bounced",
    next: null,
  });
  const own = await desk.sql`select from address_problems where office_id = ${officeId}`;
  expect(own).toHaveLength(0);
});

test("cancelling stops the retries of a mailing and marks no address", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(
    office.id,
    [...Array.from({ length: 120 }, (_, n) => `c${n}@example.org`), "full+cancel@resend.dev"].map(
      (email, n) => ({
        email,
        lastName: n === 120 ? "Aa" : "Ek",
      }),
    ),
  );
  const { mailingId } = await desk.prepared(office.id, 121);
  const [batch] = await handOver(office.id, mailingId, 0);
  await callProvider(office.id, [batch as OpenBatch]);
  await answers(mailingId, 100);
  await cancelMailing(office.id, ANNA, mailingId);
  expect(await desk.counts(mailingId)).toEqual({ sent: 99, bounced: 1, none: 21 });
  const [card] = await desk.sql`select email_status from members where email = 'full+cancel@resend.dev'`;
  expect(card?.email_status).toBe("confirmed");
});

test.each(["free", "held"])(
  "a temporary bounce that comes in after the mailing of a %s office was cancelled is not tried again",
  async (office) => {
    const receiver = `full+late-${office}@resend.dev`;
    const { mailingId, officeId } = await sentTo(receiver);
    if (office === "held") {
      await desk.sql`update offices set hold = 'suspended', held_at = now() where id = ${officeId}`;
    }
    await desk.sql`alter table mailings disable trigger check_move`;
    await desk.sql`update mailings set state = 'cancelled' where id = ${mailingId}`;
    await desk.sql`alter table mailings enable trigger check_move`;
    await pass(mailingId, 1.01);
    await retryRound();
    expect(await message(mailingId)).toMatchObject({ status: "bounced", stopped: "cancelled", next: null });
    expect(await mailingsToRetry()).not.toContainEqual(expect.objectContaining({ officeId }));
    await pass(mailingId, 120);
    await retryRound();
    expect(await desk.sql`select from suppressions where address = ${receiver}`).toHaveLength(0);
  },
);

test("what arrives while the provider is asked in vain at the window's end is not to be looked at again", async () => {
  const { mailingId } = await sentTo("full+asked@resend.dev");
  await pass(mailingId, 120);
  const [attempt] = await desk.sql`
    select a.id, a.provider_id from attempts a join messages m on m.id = a.message_id where m.mailing_id = ${mailingId}`;
  await desk.fault({ kind: "503", count: 1, match: { path: `/emails/${attempt?.provider_id}` } });
  await pauseCalls(3);
  const reserved = async () => [
    ...(await desk.sql`select written_at::text from provider_pace order by lane`),
  ];
  const before = await reserved();
  const asking = expireNext();
  await expect.poll(reserved, { interval: 20 }).not.toEqual(before);
  await asSystem((tx) =>
    foldFacts(tx, [
      {
        attemptId: attempt?.id,
        fact: "delivered",
        source: "event",
        key: "arrived meanwhile",
        reason: null,
        occurredAt: new Date(),
      },
    ]),
  );
  expect(await asking).toBe(1);
  expect(await message(mailingId)).toMatchObject({ status: "sent", delivered: true, next: null });
});
