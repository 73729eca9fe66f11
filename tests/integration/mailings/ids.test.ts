import { sql } from "drizzle-orm";
import { validate, version } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { idInOrder } from "@/lib/db/uuids";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const isVersion7 = (id: string) => validate(id) && version(id) === 7;
const timeOf = (id: string) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

test.each([false, true])("messages have ids in the order of positions (one per address: %s)", async (one) => {
  const office = await desk.arrange.office();
  await desk.arrange.members(
    office.id,
    Array.from({ length: 250 }, (_, n) => ({ email: `m${n % 200}@example.org`, firstName: `Anna${n % 50}` })),
  );
  const before = Date.now();
  const { mailingId, total } = await desk.prepared(office.id, one ? 200 : 250, { onePerAddress: one });
  const rows = await desk.sql<{ id: string; position: number }[]>`
    select id, position from messages where mailing_id = ${mailingId} order by position`;
  const ids = rows.map(({ id }) => id);
  expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: total }, (_, n) => n));
  expect(ids.filter((id) => !isVersion7(id))).toEqual([]);
  expect([...new Set(ids)].sort()).toEqual(ids);
  for (const id of ids) {
    expect(timeOf(id)).toBeGreaterThanOrEqual(before);
    expect(timeOf(id)).toBeLessThanOrEqual(Date.now());
  }
  const joined = await desk.sql`
    select from message_cards mc join messages m on m.id = mc.message_id and m.mailing_id = mc.mailing_id
    where m.mailing_id = ${mailingId}`;
  expect(joined).toHaveLength(250);
});

test("cards of the same name are placed by their ids, so that a list can be told in advance", async () => {
  const office = await desk.arrange.office();
  const cards = await desk.arrange.members(
    office.id,
    Array.from({ length: 20 }, (_, n) => ({ email: `twin${n}@example.org`, firstName: "Anna" })),
  );
  const { mailingId } = await desk.prepared(office.id, 20);
  const placed = await desk.sql<{ id: string }[]>`
    select mc.member_id as id from message_cards mc join messages m on m.id = mc.message_id
    where m.mailing_id = ${mailingId} order by m.position`;
  expect(placed.map(({ id }) => id)).toEqual(cards.sort());
});

test("attempts and batches have ids in the order in which they were written", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(
    office.id,
    Array.from({ length: 250 }, (_, n) => ({ email: `sent${n}@example.org` })),
  );
  const { mailingId, total } = await desk.prepared(office.id, 250);
  await desk.sendAll(office.id, mailingId, total);
  const batches = await desk.sql<{ id: string; attempts: string[] }[]>`
    select b.id, b.attempt_ids as attempts from batches b
    where b.mailing_id = ${mailingId} order by b.id`;
  const attempts = await desk.sql<{ id: string }[]>`
    select a.id from attempts a join messages m on m.id = a.message_id
    where m.mailing_id = ${mailingId} order by m.position`;
  const attemptIds = attempts.map(({ id }) => id);
  expect(batches.flatMap((batch) => batch.attempts)).toEqual(attemptIds);
  expect([...new Set(attemptIds)].sort()).toEqual(attemptIds);
  expect([...attemptIds, ...batches.map(({ id }) => id)].filter((id) => !isVersion7(id))).toEqual([]);
});

test("an id keeps its order and its version at every position", async () => {
  const office = await desk.arrange.office();
  const positions = [0, 1, 9, 10, 16_383, 16_384, 16_385, 99_999, 100_000, 1_000_000, 2 ** 26 - 1];
  const rows = await withOffice(office.id, (tx) =>
    tx.execute<{ id: string; again: string }>(sql`
      select ${idInOrder(sql`p`)} as id, ${idInOrder(sql`p`)} as again
      from unnest(${sql.param(positions)}::int[]) with ordinality as v(p, place) order by place`),
  );
  const ids = rows.map(({ id }) => id);
  expect(ids.filter((id) => !isVersion7(id))).toEqual([]);
  expect([...ids].sort()).toEqual(ids);
  for (const { id, again } of rows) {
    expect(id.slice(0, 23)).toBe(again.slice(0, 23));
    expect(id).not.toBe(again);
  }
});
