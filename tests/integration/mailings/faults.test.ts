import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sendBatch } from "@/lib/mail/provider";
import { completeMailing } from "@/lib/mailings/complete";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { callProvider } from "@/lib/messages/call-provider";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls, type OpenBatch } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import { sendNext, type Turn } from "@/lib/messages/send-next";
import { pauseCalls } from "@/lib/pace/schedule";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import type { TestOffice } from "@/tests/support/offices";

let runs: Runs;
let desk: Desk;
let office: TestOffice;

beforeAll(async () => {
  runs = await Runs.open("fault");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(async () => {
  await runs.next();
  office = runs.office;
});

const recipients = (count: number) => runs.recipients(count);
const mailsToRun = () => runs.mailed();

test.each(["500", "503", "reset", "reset_after_accept", "500_after_accept", "reset_mid_answer", "fewer_ids"])(
  "nothing is lost or doubled by the provider's fault %s",
  async (kind) => {
    const emails = await recipients(150);
    const { mailingId, total } = await desk.prepared(office.id, 150);
    await desk.fault({ kind, count: 2, match: { path: "/emails/batch" } });
    await desk.sendAll(office.id, mailingId, total);
    expect(await mailsToRun()).toEqual(emails.sort());
    await desk.drainUntilQuiet(mailingId);
    expect(await desk.counts(mailingId)).toEqual({ sent: 150 });
  },
);

test("a mail that the provider refuses for good becomes unknown with the reason, the rest goes on", async () => {
  await recipients(20);
  const { mailingId, total } = await desk.prepared(office.id, 20);
  await desk.fault({ kind: "422", count: 50, match: { path: "/emails/batch", to: runs.address("m7") } });
  await desk.sendAll(office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  expect(await desk.counts(mailingId)).toEqual({ sent: 19, unknown: 1 });
  const [refused] = await desk.sql`
    select address, reason->>'code' as code from messages where mailing_id = ${mailingId} and status = 'unknown'`;
  expect(refused).toEqual({ address: runs.address("m7"), code: "rejected_by_provider" });
});

test("an account that the provider does not know refuses all, and says why", async () => {
  await recipients(3);
  const { mailingId, total } = await desk.prepared(office.id, 3);
  await desk.fault({ kind: "403", count: 1, match: { path: "/emails/batch" } });
  await desk.sendAll(office.id, mailingId, total);
  expect(await desk.counts(mailingId)).toEqual({ unknown: 3 });
  const [mailing] = await desk.sql`select state from mailings where id = ${mailingId}`;
  expect(mailing?.state).toBe("sent");
});

test("two jobs on the same chunk send each message once", async () => {
  const emails = await recipients(450);
  const { mailingId, total } = await desk.prepared(office.id, 450);
  await Promise.all([1, 2, 3].map(() => desk.sendAll(office.id, mailingId, total)));
  expect(await mailsToRun()).toEqual(emails.sort());
});

test("freezing twice, and pressing send twice, makes one mailing", async () => {
  await recipients(5);
  const { mailingId, total } = await desk.prepared(office.id, 5);
  const { prepareMailing } = await import("@/lib/mailings/prepare");
  const { sendMailing } = await import("@/lib/mailings/send");
  expect(await prepareMailing(office.id, mailingId)).toBe(total);
  const seen = { id: mailingId, version: "1000000000000000" };
  await expect(sendMailing(office.id, ANNA, seen, 5)).rejects.toThrow();
  expect(await desk.counts(mailingId)).toEqual({ none: 5 });
});

test("a pause holds what is not handed over, resuming goes on, cancelling leaves the rest unsent", async () => {
  await recipients(250);
  const { mailingId } = await desk.prepared(office.id, 250);
  const [first, ...rest] = await handOver(office.id, mailingId, 0);
  await callProvider(office.id, [first as OpenBatch]);
  await pauseMailing(office.id, ANNA, mailingId);
  expect(await desk.counts(mailingId)).toMatchObject({ none: 150 });
  await callProvider(office.id, rest);
  expect(await sendNext(office.id, mailingId, 0)).toMatchObject({ empty: true });
  expect(await mailsToRun()).toHaveLength(100);
  await resumeMailing(office.id, ANNA, mailingId);
  const [second, ...third] = await handOver(office.id, mailingId, 0);
  await callProvider(office.id, [second as OpenBatch]);
  await cancelMailing(office.id, ANNA, mailingId);
  await callProvider(office.id, third);
  expect(await sendNext(office.id, mailingId, 0)).toMatchObject({ empty: true });
  expect(await mailsToRun()).toHaveLength(200);
  await desk.drainUntilQuiet(mailingId);
  expect(await desk.counts(mailingId)).toEqual({ sent: 200, none: 50 });
});

test.each([
  ["paused", pauseMailing],
  ["cancelled", cancelMailing],
])(
  "a call that is to be repeated is not when the mailing is %s while it waits for its turn",
  async (_, hold) => {
    await recipients(3);
    const { mailingId } = await desk.prepared(office.id, 3);
    await desk.fault({ kind: "reset", count: 1, match: { path: "/emails/batch" } });
    await callProvider(office.id, await handOver(office.id, mailingId, 0));
    await pauseCalls(3);
    const reserved = async () => (await desk.sql`select written_at::text as at from provider_pace`)[0]?.at;
    const before = await reserved();
    const repeated = sendNext(office.id, mailingId, 0);
    await expect.poll(reserved, { interval: 20 }).not.toBe(before);
    await hold(office.id, ANNA, mailingId);
    expect(await repeated).toMatchObject({ interrupted: "held" });
    expect(await sendNext(office.id, mailingId, 0)).toMatchObject({ empty: true });
    expect(await mailsToRun()).toEqual([]);
  },
);

test("a pause that comes when all has been handed over holds nothing, unless something is to be tried again", async () => {
  await recipients(3);
  const stateOf = async (id: string) =>
    (await desk.sql`select state from mailings where id = ${id}`)[0]?.state;
  const { mailingId } = await desk.prepared(office.id, 3);
  const written = await handOver(office.id, mailingId, 0);
  await callProvider(office.id, written);
  await pauseMailing(office.id, ANNA, mailingId);
  await desk.sql`update messages set status = 'soft_bounced', next_attempt_at = now()
    where mailing_id = ${mailingId} and position = 0`;
  expect(await completeMailing(office.id, mailingId)).toBe(false);
  expect(await stateOf(mailingId)).toBe("paused");
  await desk.sql`update messages set status = 'sent', next_attempt_at = null where mailing_id = ${mailingId}`;
  expect(await completeMailing(office.id, mailingId)).toBe(true);
  expect(await stateOf(mailingId)).toBe("sent");
});

test("a mailing has been sent whatever else its office is about", async () => {
  await recipients(1);
  await desk.draft(office.id);
  const { mailingId, total } = await desk.prepared(office.id, 1);
  await desk.sendAll(office.id, mailingId, total);
  expect(await desk.sql`select state from mailings where id = ${mailingId}`).toEqual([{ state: "sent" }]);
});

test("nothing is handed over for the first time from a mailing that has been sent", async () => {
  await recipients(1);
  const { mailingId } = await desk.prepared(office.id, 1);
  await desk.sql`update mailings set state = 'sent', completed_at = now() where id = ${mailingId}`;
  expect(await handOver(office.id, mailingId, 0)).toEqual([]);
});

test("what a crash left between writing down and calling is taken back and sent once", async () => {
  const emails = await recipients(250);
  const { mailingId, total } = await desk.prepared(office.id, 250);
  const [first] = await handOver(office.id, mailingId, 0);
  await beginCalls(office.id, [first?.id ?? ""]);
  await sendBatch((first as OpenBatch).body, { idempotencyKey: first?.id ?? "" });
  await desk.sendAll(office.id, mailingId, total);
  expect(await mailsToRun()).toEqual(emails.sort());
  await desk.drainUntilQuiet(mailingId);
  expect(await desk.counts(mailingId)).toEqual({ sent: 250 });
  const [left] = await desk.sql`
    select count(*)::int as n from batches where mailing_id = ${mailingId} and state <> 'answered'`;
  expect(left?.n).toBe(0);
});

test("what one chunk has written down is not taken back by another", async () => {
  const emails = await recipients(3);
  const { mailingId } = await desk.prepared(office.id, 3);
  const written = await handOver(office.id, mailingId, 0);
  await sendNext(office.id, mailingId, 1);
  expect(await callProvider(office.id, written)).toEqual({ done: true });
  expect(await mailsToRun()).toEqual(emails);
});

test("what one mailing has written down is not taken back with that of another", async () => {
  await recipients(2);
  const written = await desk.prepared(office.id, 2);
  const paused = await desk.prepared(office.id, 2);
  const goesOn = await handOver(office.id, written.mailingId, 0);
  const held = await handOver(office.id, paused.mailingId, 0);
  await pauseMailing(office.id, ANNA, paused.mailingId);
  expect(await callProvider(office.id, held)).toEqual({ done: true, interrupted: "withdrawn" });
  expect(await callProvider(office.id, goesOn)).toEqual({ done: true });
});

test("after the key's lifetime nothing is posted blindly: the look-up finds what was accepted, the rest is sent anew", async () => {
  const emails = await recipients(200);
  const { mailingId, total } = await desk.prepared(office.id, 200);
  await desk.fault({ kind: "reset_after_accept", count: 1, match: { path: "/emails/batch" } });
  const [lost, unasked] = await handOver(office.id, mailingId, 0);
  await callProvider(office.id, [lost as OpenBatch]);
  await beginCalls(office.id, [unasked?.id ?? ""]);
  await desk.sql`
    update batches set created_at = created_at - interval '25 hours',
      first_called_at = now() - interval '25 hours', last_called_at = now() - interval '2 minutes'
    where mailing_id = ${mailingId}`;
  await desk.sendAll(office.id, mailingId, total);
  expect(await mailsToRun()).toHaveLength(100);
  expect(await reconcileNext()).toBe(false);
  await desk.sql`
    update batches set last_called_at = now() - interval '2 hours' where mailing_id = ${mailingId} and state = 'stale'`;
  while (await reconcileNext());
  await desk.sendAll(office.id, mailingId, total);
  expect(await mailsToRun()).toEqual(emails.sort());
  await desk.drainUntilQuiet(mailingId);
  expect(await desk.counts(mailingId)).toEqual({ sent: 200 });
  const [mailing] = await desk.sql`select state from mailings where id = ${mailingId}`;
  expect(mailing?.state).toBe("sent");
});

test("whoever changed, lost or got a problem with the address in between is not written to", async () => {
  const ids = await desk.arrange.members(
    office.id,
    ["stays", "changes", "goes", "spam", "refuses"].map((name) => ({ email: runs.address(name) })),
  );
  const { mailingId, total } = await desk.prepared(office.id, 5);
  await desk.sql`update members set email = ${runs.address("new")}, email_status = 'unconfirmed' where id = ${ids[1] ?? ""}`;
  await desk.sql`delete from members where id = ${ids[2] ?? ""}`;
  await desk.sql`insert into suppressions (address, problem) values (${runs.address("spam")}, 'problem_spam')`;
  await desk.sql`
    insert into address_problems (office_id, address, problem)
    values (${office.id}, ${runs.address("refuses")}, 'problem_unsubscribed')`;
  await desk.sql`update members set email_status = 'problem_unsubscribed' where id = ${ids[4] ?? ""}`;
  await desk.sendAll(office.id, mailingId, total);
  expect(await mailsToRun()).toEqual([runs.address("stays")]);
  const rows = await desk.sql`
    select address, status, stopped, reason->>'code' as code from messages
    where mailing_id = ${mailingId} and stopped is not null order by stopped`;
  expect(rows.map(({ status, stopped, code }) => [status, stopped, code])).toEqual([
    ["blocked", "problem", "address_blocked"],
    ["blocked", "problem", "address_blocked"],
    ["bounced", "changed", "stopped_changed"],
    ["bounced", "gone", "stopped_gone"],
  ]);
  const [marked] =
    await desk.sql`select count(*)::int as n from address_problems where office_id = ${office.id}`;
  expect(marked?.n).toBe(1);
});

test("those who are still written to are, however many before them are not", async () => {
  await recipients(501);
  const { mailingId } = await desk.prepared(office.id, 501);
  await desk.sql`
    insert into suppressions (address, problem)
    select address, 'problem_spam' from messages where mailing_id = ${mailingId} and position < 500`;
  const [last] =
    await desk.sql`select address from messages where mailing_id = ${mailingId} and position = 500`;
  await sendNext(office.id, mailingId, 0);
  expect(await mailsToRun()).toEqual([last?.address]);
});

test("a batch that another release has written is left to the look-up, and holds up nobody else", async () => {
  const emails = await recipients(250);
  const { mailingId, total } = await desk.prepared(office.id, 250);
  await desk.fault({ kind: "reset_after_accept", count: 1, match: { path: "/emails/batch" } });
  const [lost] = await handOver(office.id, mailingId, 0);
  await callProvider(office.id, [lost as OpenBatch]);
  await desk.sql`update batches set body_hash = sha256('other') where id = ${lost?.id ?? ""}`;
  let turn: Turn;
  do turn = await sendNext(office.id, mailingId, 0, Number.POSITIVE_INFINITY);
  while (!("empty" in turn));
  expect(await mailsToRun()).toEqual(emails.sort());
  await runs.letHoursPass(mailingId, 2);
  while (await reconcileNext());
  await desk.sendAll(office.id, mailingId, total);
  expect(await mailsToRun()).toEqual(emails.sort());
  await desk.drainUntilQuiet(mailingId);
  expect(await desk.counts(mailingId)).toEqual({ sent: 250 });
});
