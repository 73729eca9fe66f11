import { afterAll, beforeAll, expect, test } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { Conflict } from "@/lib/errors";
import { cancelMailing } from "@/lib/mailings/hold";
import { stopTrying } from "@/lib/mailings/stop-trying";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import { mailingsToRetry } from "@/lib/messages/retry";
import { sendNext } from "@/lib/messages/send-next";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

/** A mailing has been sent; two of three have come back for a while and are to be tried again now. */

let runs: Runs;
beforeAll(async () => {
  runs = await Runs.open("give-up");
});
afterAll(() => runs.desk?.close());

const event = (attemptId: string, fact: FactRecord["fact"]): FactRecord => ({
  attemptId,
  fact,
  source: "event",
  key: `give-up:${attemptId}:${fact}`,
  reason: null,
  occurredAt: new Date(),
});

const learn = (attemptId: string, fact: FactRecord["fact"]) =>
  asSystem((tx) => foldFacts(tx, [event(attemptId, fact)]));

async function sentAndBack() {
  await runs.next();
  await runs.recipients(3);
  const { mailingId } = await runs.desk.prepared(runs.office.id, 3);
  await sendNext(runs.office.id, mailingId, 0);
  const [first, second] = await attempts(mailingId);
  await learn(first ?? "", "soft_bounced");
  await learn(second ?? "", "soft_bounced");
  await runs.desk.sql`
    update messages set next_attempt_at = now(), window_started_at = now() - interval '1 hour'
    where mailing_id = ${mailingId} and status = 'soft_bounced'`;
  await runs.desk.sql`update mailings set state = 'sent', completed_at = now() where id = ${mailingId}`;
  return { officeId: runs.office.id, mailingId };
}

async function attempts(mailingId: string): Promise<string[]> {
  const rows = await runs.desk.sql<{ id: string }[]>`
    select a.id from attempts a join messages m on m.id = a.message_id
    where m.mailing_id = ${mailingId} order by a.number, m.position`;
  return rows.map(({ id }) => id);
}

function messages(mailingId: string) {
  return runs.desk.sql`
    select status, stopped, reason->>'code' as code, problem, next_attempt_at as next from messages
    where mailing_id = ${mailingId} order by position`;
}

const GIVEN_UP = {
  status: "bounced",
  stopped: "cancelled",
  code: "stopped_cancelled",
  problem: null,
  next: null,
};

test("who gives up has nothing tried again, marks no address, and the log tells of it", async () => {
  const { officeId, mailingId } = await sentAndBack();
  expect(await stopTrying(officeId, ANNA, mailingId)).toBe(2);
  const [first, second, third] = await messages(mailingId);
  expect([first, second]).toEqual([GIVEN_UP, GIVEN_UP]);
  expect(third).toMatchObject({ stopped: null });
  expect((await mailingsToRetry()).map((due) => due.mailingId)).not.toContain(mailingId);
  expect(await handOver(officeId, mailingId, RETRY_CHUNK)).toEqual([]);
  const [mailing] = await runs.desk.sql`select state from mailings where id = ${mailingId}`;
  expect(mailing?.state).toBe("sent");
  const log = await runs.desk.sql`
    select act, details from log_entries where office_id = ${officeId} and object_id = ${mailingId}
      and act = 'mailing.retriesStopped'`;
  expect(log).toEqual([{ act: "mailing.retriesStopped", details: { count: 2 } }]);
  const marked = await runs.desk.sql`select from address_problems where office_id = ${officeId}`;
  expect(marked).toHaveLength(0);
});

test("what has been written down and not called yet is withdrawn", async () => {
  const { officeId, mailingId } = await sentAndBack();
  const [batch] = await handOver(officeId, mailingId, RETRY_CHUNK);
  expect(await stopTrying(officeId, ANNA, mailingId)).toBe(2);
  expect((await beginCalls(officeId, [batch?.id ?? ""])).size).toBe(0);
  expect(await attempts(mailingId)).toHaveLength(3);
});

test("what is being written down at this very moment is withdrawn too", async () => {
  const { officeId, mailingId } = await sentAndBack();
  const { sql } = runs.desk;
  const { writing, givingUp } = await sql.begin(async (tx) => {
    /* The retries have been taken, and cannot be written down yet. */
    await tx`lock table attempts in share row exclusive mode`;
    const writing = handOver(officeId, mailingId, RETRY_CHUNK);
    await lockWaits(sql);
    const givingUp = stopTrying(officeId, ANNA, mailingId);
    await lockWaits(sql, 2);
    return { writing, givingUp };
  });
  const [batch] = await writing;
  expect(await givingUp).toBe(2);
  expect((await beginCalls(officeId, [batch?.id ?? ""])).size).toBe(0);
  expect(await attempts(mailingId)).toHaveLength(3);
});

test("what had left already still arrives, and what comes back for a while does not begin again", async () => {
  const { officeId, mailingId } = await sentAndBack();
  const [batch] = await handOver(officeId, mailingId, RETRY_CHUNK);
  await beginCalls(officeId, [batch?.id ?? ""]);
  await stopTrying(officeId, ANNA, mailingId);
  const [, , , arrives, returns] = await attempts(mailingId);
  await learn(arrives ?? "", "delivered");
  await learn(returns ?? "", "soft_bounced");
  expect(await messages(mailingId)).toMatchObject([{ status: "sent" }, GIVEN_UP, {}]);
});

test("what nobody has answered is not handed over once more, and is looked up instead", async () => {
  const { officeId, mailingId } = await sentAndBack();
  const first = await runs.mailed();
  await runs.desk.fault({ kind: "reset", count: 1, match: { path: "/emails/batch" } });
  expect(await sendNext(officeId, mailingId, RETRY_CHUNK)).toMatchObject({ done: false });
  expect(await stopTrying(officeId, ANNA, mailingId)).toBe(2);
  expect(await attempts(mailingId)).toHaveLength(5);
  await sendNext(officeId, mailingId, RETRY_CHUNK);
  expect(await runs.mailed()).toEqual(first);
  expect(await messages(mailingId)).toMatchObject([GIVEN_UP, GIVEN_UP, { stopped: null }]);
  await runs.letHoursPass(mailingId, 2);
  while (await reconcileNext());
  expect(await attempts(mailingId)).toHaveLength(3);
  const waiting = await runs.desk.sql`
    select from batches where mailing_id = ${mailingId} and state in ('open', 'stale')`;
  expect(waiting).toHaveLength(0);
});

test("what turns out to have arrived at this very moment is not given up", async () => {
  const { officeId, mailingId } = await sentAndBack();
  const [arrived] = await attempts(mailingId);
  let givingUp: Promise<number> = Promise.resolve(0);
  await asSystem(async (tx) => {
    await foldFacts(tx, [event(arrived ?? "", "delivered")]);
    givingUp = stopTrying(officeId, ANNA, mailingId);
    await lockWaits(runs.desk.sql);
  });
  expect(await givingUp).toBe(1);
  expect(await messages(mailingId)).toMatchObject([{ status: "sent", stopped: null }, GIVEN_UP, {}]);
});

test.each([
  ["who gives up", stopTrying],
  ["who cancels", cancelMailing],
])("%s leaves the office's other mailings as they are", async (_, stop) => {
  const { officeId, mailingId } = await sentAndBack();
  const other = await runs.desk.prepared(officeId, 3);
  await sendNext(officeId, other.mailingId, 0);
  if (stop === stopTrying)
    await runs.desk.sql`update mailings set state = 'sent' where id = ${other.mailingId}`;
  await stop(officeId, ANNA, other.mailingId);
  expect(await messages(mailingId)).toMatchObject([
    { status: "soft_bounced", stopped: null },
    { status: "soft_bounced", stopped: null },
    { stopped: null },
  ]);
});

test("there is nothing to give up twice, nor where a mailing has not been sent", async () => {
  const { officeId, mailingId } = await sentAndBack();
  await stopTrying(officeId, ANNA, mailingId);
  expect(await stopTrying(officeId, ANNA, mailingId)).toBe(0);
  const log = await runs.desk.sql`
    select from log_entries where office_id = ${officeId} and act = 'mailing.retriesStopped'`;
  expect(log).toHaveLength(1);

  await runs.next();
  await runs.recipients(1);
  const sending = await runs.desk.prepared(runs.office.id, 1);
  await expect(stopTrying(runs.office.id, ANNA, sending.mailingId)).rejects.toThrow(Conflict);
  await expect(stopTrying(officeId, ANNA, sending.mailingId)).rejects.toThrow(Conflict);
  await cancelMailing(runs.office.id, ANNA, sending.mailingId);
  await expect(stopTrying(runs.office.id, ANNA, sending.mailingId)).rejects.toThrow(Conflict);
});
