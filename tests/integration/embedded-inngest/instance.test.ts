import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Instance, joinInstances } from "@/embedded/inngest/instance";
import { type Database, openPool } from "@/embedded/inngest/sql";
import { createTables } from "@/embedded/inngest/tables";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

let database: TestDatabase;
let sql: Database;
let server: Instance;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  sql = openPool(database.ownerUrl, 2);
  await createTables(sql);
});
afterAll(async () => {
  await sql?.end();
  await database?.close();
});
beforeEach(async () => {
  server = await joinInstances(sql, database.ownerUrl);
});
afterEach(async () => {
  await server.leave();
  await sql`delete from inngest_server.runs`;
});

/** A call that is under way at a server. */
async function underWayAt(owner: number): Promise<void> {
  await sql`
    insert into inngest_server.runs (id, function_id, max_attempts, event, lane, keys)
    values ('run', 'f', 1, '{}', 'f', '{}')`;
  await sql`
    insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys, owner)
    values ('run', 'step', 'call', 'f', 'f', '{}', ${owner})`;
}

const owner = async () =>
  (await sql<{ owner: number | null }>`select owner from inngest_server.jobs`)[0]?.owner;

test("a server's calls are its own as long as it lives, and the next one's when it leaves", async () => {
  const other = await joinInstances(sql, database.ownerUrl);
  await underWayAt(other.id);
  await server.keep();
  expect(await owner()).toBe(other.id);
  await other.leave();
  expect(await owner()).toBeNull();
  expect([...(await sql`select id from inngest_server.instances`)]).toEqual([{ id: server.id }]);
});

test("the calls of one that hangs are taken over after its lease, and its own row kept by who takes them", async () => {
  const other = await joinInstances(sql, database.ownerUrl);
  await underWayAt(other.id);
  await sql`update inngest_server.instances set alive_until = now() - interval '1 second'`;
  await server.keep();
  expect(await owner()).toBeNull();
  expect([...(await sql`select id from inngest_server.instances`)]).toEqual([{ id: server.id }]);
  await other.leave();
});

test.each([
  ["its lease goes on", true],
  ["nothing else is known of it", false],
])("the calls of one whose process is gone are taken over at once, where %s", async (_, leased) => {
  const gone = 1_000_000;
  await underWayAt(gone);
  if (leased) await sql`insert into inngest_server.instances values (${gone}, now() + interval '1 minute')`;
  await server.keep();
  expect(await owner()).toBeNull();
});
