import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { finishErasures } from "@/lib/erasures/finish";
import { cardSchema } from "@/lib/members/input";
import { createMember, deleteMember } from "@/lib/members/write";
import { callProvider } from "@/lib/messages/call-provider";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { suspendOffice } from "@/lib/offices/suspend";
import { takePersonData } from "@/lib/person-data/collect";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import { OnePerson } from "./one-person";

let one: OnePerson;
beforeAll(async () => {
  one = await OnePerson.open();
});
beforeEach(() => one.next());
afterAll(() => one?.desk.close());

test("a link pressed while the person is being erased brings no address back", async () => {
  const id = await one.confirmed();
  const token = await one.linkOf(await one.mailed());
  let both: Promise<unknown> = Promise.resolve();
  await one.desk.sql.begin(async (sql) => {
    /* Somebody has the address: the messages are blanked, and that is not committed yet. */
    await sql`select pg_advisory_xact_lock(7301, bucket) from generate_series(0, 63) bucket`;
    const erasing = one.erase(id);
    await lockWaits(one.desk.sql);
    both = Promise.all([erasing, unsubscribe(token)]);
    await lockWaits(one.desk.sql, 2);
  });
  await both;
  await finishErasures();
  expect(await one.left()).toEqual([]);
  expect(await one.desk.sql`select problem from erased_problems where office_id = ${one.office}`).toEqual([
    { problem: "problem_unsubscribed" },
  ]);
});

test("of a family whose last card is removed meanwhile no address stays", async () => {
  const id = await one.confirmed();
  const other = await one.confirmed({ firstName: "Erik", lastName: "Ek" });
  await one.mailed(1, { onePerAddress: true });
  let erasing: Promise<unknown> = Promise.resolve();
  await one.desk.sql.begin(async (sql) => {
    /* It has been seen which messages are to be blanked; none is written yet. */
    await sql`lock table messages in share mode`;
    erasing = one.erase(id);
    await lockWaits(one.desk.sql);
    await withOffice(one.office, (tx) => deleteMember(tx, one.office, ANNA, other));
  });
  await erasing;
  expect(await one.left()).toEqual([]);
});

test("a link pressed while a later mail is in the provider's hands is heard by all", async () => {
  const { id: elsewhere } = await one.desk.arrange.office("Annan förening");
  const theirs = await one.confirmed({}, elsewhere);
  const id = await one.confirmed();
  const token = await one.linkOf(await one.mailed());
  const { mailingId } = await one.desk.prepared(one.office, 1);
  const [batch] = await handOver(one.office, mailingId, 0);
  await beginCalls(one.office, [batch?.id ?? ""]);
  await one.erase(id);
  expect((await one.messageOf(mailingId)).address).toBe(one.address);
  await unsubscribe(token);
  const [card] = await one.desk.sql`select email_status from members where id = ${theirs}`;
  expect(card?.email_status).toBe("problem_blocked");
});

test("a report that comes in while the address is put on a card again is heard by that card", async () => {
  const id = await one.confirmed();
  await one.mailed();
  const [attempt] = await one.desk.sql`select id from attempts where office_id = ${one.office}`;
  await one.erase(id);
  const report: FactRecord = {
    attemptId: String(attempt?.id),
    fact: "spam",
    source: "event",
    key: "crossing:spam",
    reason: { code: "complaint" },
    occurredAt: new Date(),
  };
  const card = cardSchema.parse({ lastName: one.lastName, email: one.address });
  let folding: Promise<unknown> = Promise.resolve();
  const again = await withOffice(one.office, async (tx) => {
    const made = await createMember(tx, one.office, ANNA, card, "sv");
    folding = asSystem((other) => foldFacts(other, [report]));
    await lockWaits(one.desk.sql);
    return made;
  });
  await folding;
  expect(await one.statusOf(again)).toBe("problem_spam");
});

test("a mail that was never handed over, as the office was suspended, holds nothing up", async () => {
  const id = await one.confirmed();
  const { mailingId } = await one.desk.prepared(one.office, 1);
  const batches = await handOver(one.office, mailingId, 0);
  const [{ slug } = { slug: "" }] = await one.desk.sql<
    { slug: string }[]
  >`select slug from offices where id = ${one.office}`;
  await suspendOffice(slug, "Se över registret");
  expect(await callProvider(one.office, batches)).toEqual({ done: true, interrupted: "held" });
  await one.erase(id);
  expect(await one.messageOf(mailingId)).toMatchObject({ name: "", address: "", stopped: "gone" });
  expect(await one.left()).toEqual([]);
});

test("a file that is being taken leaves no name in the log", async () => {
  const id = await one.confirmed();
  let erasing: Promise<void> = Promise.resolve();
  await withOffice(one.office, async (tx) => {
    await takePersonData(tx, one.office, ANNA, id, "json");
    erasing = one.erase(id);
    await Promise.race([erasing, lockWaits(one.desk.sql)]);
  });
  await erasing;
  expect(await one.left()).toEqual([]);
});
