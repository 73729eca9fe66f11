import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange } from "@/tests/support/offices";

/* What a pooler does that gives another connection to each transaction and knows no named statements. */
let database: TestDatabase;
let arrange: Arrange;
beforeAll(async () => {
  database = await createDatabase();
  arrange = new Arrange(database);
  await arrange.office();
});
afterAll(async () => {
  await arrange.close();
  await database.close();
});

let road: typeof import("@/lib/db/tenant");
let tables: typeof import("@/lib/db/schema/offices");
let closeDatabase: typeof import("@/lib/db/client").closeDatabase;
beforeEach(async () => {
  vi.resetModules();
  useTestEnv(database);
  road = await import("@/lib/db/tenant");
  tables = await import("@/lib/db/schema/offices");
  ({ closeDatabase } = await import("@/lib/db/client"));
});
afterEach(() => closeDatabase());

const say = (statement: string) => road.asAuth((tx) => tx.execute(sql.raw(statement)));
const ask = (name: string) =>
  road.asAuth((tx) => tx.select({ one: sql<number>`1` }).from(tables.offices).prepare(name).execute());

test("a name that a connection has from somebody else is done without", async () => {
  await say("prepare entered as select 2");
  expect(await ask("entered")).toEqual([{ one: 1 }]);
  expect(await ask("entered")).toEqual([{ one: 1 }]);
});

test("a name that a connection does not have is done without, and so are all others from then on", async () => {
  expect(await ask("entered")).toEqual([{ one: 1 }]);
  expect(await say("select name from pg_prepared_statements")).toMatchObject([{ name: "entered" }]);
  await say("deallocate all");
  expect(await ask("entered")).toEqual([{ one: 1 }]);
  expect(await ask("another")).toEqual([{ one: 1 }]);
  expect(await say("select name from pg_prepared_statements")).toMatchObject([]);
});
