import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { reduceOldEvents } from "@/lib/inbox/reduce";
import { listLog } from "@/lib/log-book/queries";
import { drainInbox } from "@/lib/messages/drain";
import { retentionSchema } from "@/lib/offices/input";
import { changeRetention } from "@/lib/offices/retention";
import { readSettings } from "@/lib/offices/settings";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";

let desk: Desk;
let office: string;
let address: string;
beforeAll(async () => {
  desk = await openDesk();
});
beforeEach(async () => {
  office = (await desk.arrange.office()).id;
  address = `eva-${office.slice(0, 8)}@example.org`;
});
afterAll(async () => {
  await closeDatabase();
  await desk?.close();
});

/** A delivered mailing to one member: its events lie in the inbox, folded. */
async function delivered(): Promise<string> {
  await desk.arrange.members(office, [{ email: address }]);
  const { mailingId, total } = await desk.prepared(office, 1);
  await desk.sendAll(office, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  return mailingId;
}

const age = (days: number) =>
  desk.sql`update provider_events set received_at = now() - ${days} * interval '1 day' where of_office = ${office}`;

const whole = async () =>
  (await desk.sql`select type from provider_events where payload::text like ${`%${address}%`}`).length;

const events = () =>
  desk.sql`select type, payload, outcome from provider_events where of_office = ${office} order by id`;

test("what the provider told is kept for the office's time, and then what happened and when", async () => {
  const mailingId = await delivered();
  const before = await events();
  expect(before.length).toBeGreaterThan(1);
  expect(await whole()).toBe(before.length);
  await age(89);
  await asSystem(reduceOldEvents);
  expect(await whole()).toBe(before.length);
  await age(91);
  expect(await asSystem(reduceOldEvents)).toBe(before.length);
  expect(await whole()).toBe(0);
  const after = await events();
  expect(after.map(({ type, outcome }) => [type, outcome])).toEqual(
    before.map(({ type, outcome }) => [type, outcome]),
  );
  for (const [place, { payload }] of after.entries()) {
    expect(payload.created_at).toBe(new Date(before[place]?.payload.created_at).toISOString());
    expect(Object.keys(payload.data).sort()).toEqual(["email_id", "tags"]);
  }
  expect(await asSystem(reduceOldEvents)).toBe(0);
  expect(await desk.counts(mailingId)).toEqual({ sent: 1 });
});

test("an office decides for itself, and its log tells of it", async () => {
  await delivered();
  const other = office;
  await changeRetention(other, ANNA, 365);
  await changeRetention(other, ANNA, 365);
  office = (await desk.arrange.office()).id;
  const theirs = address;
  address = `bo-${office.slice(0, 8)}@example.org`;
  await delivered();
  await desk.sql`update provider_events set received_at = now() - interval '100 days'`;
  await asSystem(reduceOldEvents);
  expect(await whole()).toBe(0);
  address = theirs;
  expect(await whole()).toBeGreaterThan(0);
  await changeRetention(other, ANNA, 30);
  await asSystem(reduceOldEvents);
  expect(await whole()).toBe(0);
  expect((await readSettings(other)).eventDays).toBe(30);
  expect((await readSettings(office)).eventDays).toBe(90);
  const { rows } = await withOffice(other, (tx) =>
    listLog(tx, { id: other, timeZone: "UTC" }, { kind: "office" }),
  );
  expect(rows.map(({ act, details }) => [act, details])).toEqual([
    ["office.retentionChanged", { days: 30 }],
    ["office.retentionChanged", { days: 365 }],
  ]);
});

test("events of nobody are kept for 90 days, and of an office that is gone not at all", async () => {
  const event = (type: string) =>
    desk.sql.json({ type, data: { to: [address], tags: { attempt: randomUUID() } } });
  for (const [days, waiting] of [
    [89, false],
    [91, false],
    [91, true],
  ] as const) {
    await desk.sql`
      insert into provider_events (event_id, type, payload, received_at, processed_at)
      values (${randomUUID()}, 'email.sent', ${event("email.sent")}, now() - ${days} * interval '1 day',
        ${waiting ? null : new Date()})`;
  }
  expect(await asSystem(reduceOldEvents)).toBe(1);
  expect(await whole()).toBe(2);
  await drainInbox();
  expect(await asSystem(reduceOldEvents)).toBe(1);
  await desk.sql`update provider_events set of_office = ${randomUUID()} where reduced_at is null`;
  await asSystem(reduceOldEvents);
  expect(await whole()).toBe(0);
});

test("only the times of the list can be chosen", () => {
  expect(retentionSchema.safeParse({ eventDays: "60" }).data).toEqual({ eventDays: 60 });
  for (const eventDays of ["", "0", "29", "366", "90.5", "all", "1e9"]) {
    expect(retentionSchema.safeParse({ eventDays }).success, eventDays).toBe(false);
  }
});
