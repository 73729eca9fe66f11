import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { completeMailing } from "@/lib/mailings/complete";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { callProvider } from "@/lib/messages/call-provider";
import { CHUNK_SIZE } from "@/lib/messages/chunk";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

/** A mailing is paused, goes on or is cancelled: what is held at that moment, and what the job server is told. */

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("hold");
  desk = runs.desk;
});
afterAll(() => desk?.close());

/** A mailing under way of which two chunks wait. */
async function underWay() {
  const recipients = CHUNK_SIZE + 1;
  await runs.recipients(recipients);
  const { mailingId } = await desk.prepared(runs.office.id, recipients);
  await desk.sql`delete from outbox`;
  return { officeId: runs.office.id, mailingId };
}

const told = () => desk.sql`select name, data from outbox order by data ->> 'chunk'`;

beforeEach(() => runs.next());

test("each chunk of a mailing that goes on is asked for at once, and none of one that is paused", async () => {
  const { officeId, mailingId } = await underWay();
  await pauseMailing(officeId, ANNA, mailingId);
  expect(await told()).toEqual([]);
  await resumeMailing(officeId, ANNA, mailingId);
  expect(await told()).toEqual(
    [0, 1].map((chunk) => ({ name: "mailing/chunk.ready", data: { officeId, mailingId, chunk } })),
  );
});

test("that a mailing was cancelled is told, so that whom it never asked is unconfirmed again", async () => {
  const { officeId, mailingId } = await underWay();
  await cancelMailing(officeId, ANNA, mailingId);
  expect(await told()).toEqual([{ name: "mailing/cancelled", data: { officeId, mailingId } }]);
});

test.each([
  ["paused", pauseMailing],
  ["cancelled", cancelMailing],
])("what is being written down when a mailing is %s is not called", async (_, press) => {
  await runs.recipients(3);
  const officeId = runs.office.id;
  const { mailingId } = await desk.prepared(officeId, 3);
  const { writing, pressed } = await desk.sql.begin(async (tx) => {
    /* The messages have been taken, and cannot be written down yet. */
    await tx`lock table attempts in share row exclusive mode`;
    const writing = handOver(officeId, mailingId, 0);
    await lockWaits(desk.sql);
    const pressed = press(officeId, ANNA, mailingId);
    await lockWaits(desk.sql, 2);
    return { writing, pressed };
  });
  const [batch] = await writing;
  await pressed;
  expect((await beginCalls(officeId, [batch?.id ?? ""])).size).toBe(0);
  expect(await desk.counts(mailingId)).toEqual({ none: 3 });
});

test("a cancelled mailing of which nothing waits any more stays cancelled", async () => {
  await runs.recipients(1);
  const officeId = runs.office.id;
  const { mailingId } = await desk.prepared(officeId, 1);
  await callProvider(officeId, await handOver(officeId, mailingId, 0));
  await cancelMailing(officeId, ANNA, mailingId);
  expect(await completeMailing(officeId, mailingId)).toBe(false);
  const [mailing] = await desk.sql`select state from mailings where id = ${mailingId}`;
  expect(mailing?.state).toBe("cancelled");
});
