import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { finishErasures } from "@/lib/erasures/finish";
import { signLink } from "@/lib/links/token";
import { cardSchema } from "@/lib/members/input";
import { createMember } from "@/lib/members/write";
import { callProvider } from "@/lib/messages/call-provider";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { suspendOffice } from "@/lib/offices/suspend";
import { takePersonData } from "@/lib/person-data/collect";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import type { TestOffice } from "@/tests/support/offices";
import { tracesOf } from "@/tests/support/traces";

let desk: Desk;
let office: TestOffice;
let number = 0;
/** Both of nobody else: what is found of them is the person's. */
let address: string;
let lastName: string;
beforeAll(async () => {
  desk = await openDesk();
});
beforeEach(async () => {
  office = await desk.arrange.office();
  number++;
  address = `orjan${number}@sarskild${number}.example`;
  lastName = `Särskild${number}x`;
});
afterAll(() => desk?.close());

async function confirmed(of = office): Promise<string> {
  const card = cardSchema.parse({ firstName: "Örjan", lastName, email: address });
  const id = await withOffice(of.id, (tx) => createMember(tx, of.id, ANNA, card, "sv"));
  await desk.sql`update members set email_status = 'confirmed' where id = ${id}`;
  return id;
}

const erase = (id: string) => eraseMember(office.id, ANNA, id);

/** A mailing to the one who is confirmed, sent and answered. @returns the link in its mail */
async function mailed(): Promise<string> {
  const { mailingId, total } = await desk.prepared(office.id, 1);
  await desk.sendAll(office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  return linkOf(mailingId);
}

async function messageOf(mailingId: string) {
  const [message] = await desk.sql`select * from messages where mailing_id = ${mailingId}`;
  return message ?? {};
}

const linkOf = async (mailingId: string) => signLink("unsubscribe", (await messageOf(mailingId)).id, 1);

const left = async () => [...(await tracesOf(desk.sql, address)), ...(await tracesOf(desk.sql, lastName))];

/** Until so many transactions wait for a lock. */
async function waiting(count: number): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    const rows = await desk.sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (rows.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nobody waits");
}

test("a link pressed while the person is being erased brings no address back", async () => {
  const id = await confirmed();
  const token = await mailed();
  let both: Promise<unknown> = Promise.resolve();
  await desk.sql.begin(async (sql) => {
    /* Somebody has the address: the messages are blanked, and that is not committed yet. */
    await sql`select pg_advisory_xact_lock(7301, bucket) from generate_series(0, 63) bucket`;
    const erasing = erase(id);
    await waiting(1);
    both = Promise.all([erasing, unsubscribe(token)]);
    await waiting(2);
  });
  await both;
  await finishErasures();
  expect(await left()).toEqual([]);
  expect(await desk.sql`select problem from erased_problems where office_id = ${office.id}`).toEqual([
    { problem: "problem_unsubscribed" },
  ]);
});

test("a link pressed while a later mail is in the provider's hands is heard by all", async () => {
  const elsewhere = await desk.arrange.office("Annan förening");
  const theirs = await confirmed(elsewhere);
  const id = await confirmed();
  const token = await mailed();
  const { mailingId } = await desk.prepared(office.id, 1);
  const [batch] = await handOver(office.id, mailingId, 0);
  await beginCalls(office.id, [batch?.id ?? ""]);
  await erase(id);
  expect((await messageOf(mailingId)).address).toBe(address);
  await unsubscribe(token);
  const [card] = await desk.sql`select email_status from members where id = ${theirs}`;
  expect(card?.email_status).toBe("problem_blocked");
});

test("a mail that was never handed over, as the office was suspended, holds nothing up", async () => {
  const id = await confirmed();
  const { mailingId } = await desk.prepared(office.id, 1);
  const batches = await handOver(office.id, mailingId, 0);
  const [{ slug } = { slug: "" }] = await desk.sql<
    { slug: string }[]
  >`select slug from offices where id = ${office.id}`;
  await suspendOffice(slug, "Se över registret");
  expect(await callProvider(office.id, batches)).toEqual({ done: true, interrupted: "held" });
  await erase(id);
  expect(await messageOf(mailingId)).toMatchObject({ name: "", address: "", stopped: "gone" });
  expect(await left()).toEqual([]);
});

test("a file that is being taken leaves no name in the log", async () => {
  const id = await confirmed();
  let erasing: Promise<void> = Promise.resolve();
  await withOffice(office.id, async (tx) => {
    await takePersonData(tx, office.id, ANNA, id, "json");
    erasing = erase(id);
    await Promise.race([erasing, waiting(1)]);
  });
  await erasing;
  expect(await left()).toEqual([]);
});
