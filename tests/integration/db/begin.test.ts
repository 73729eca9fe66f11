import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { withOffice } from "@/lib/db/tenant";
import { type Role, transact } from "@/lib/db/transact";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange } from "@/tests/support/offices";

let database: TestDatabase;
let arrange: Arrange;
let office: string;
beforeAll(async () => {
  database = await createDatabase();
  useTestEnv(database);
  arrange = new Arrange(database);
  office = (await arrange.office()).id;
});
afterAll(async () => {
  await closeDatabase();
  await arrange.close();
  await database.close();
});

it("writes and reads nothing where the transaction could not begin", async () => {
  await expect(
    transact("nobody" as Role, office, (tx) =>
      tx.execute(sql`insert into members (office_id, first_name) values (${office}, 'Anna')`),
    ),
  ).rejects.toThrow();
  await expect(
    transact("nobody" as Role, office, (tx) => tx.execute(sql`select 1 from members`)),
  ).rejects.toThrow();
  await expect(transact("nobody" as Role, office, async () => "nothing asked")).rejects.toThrow();
  const [row] = await arrange.sql<{ count: number }[]>`select count(*)::int as count from members`;
  expect(row?.count).toBe(0);
});

it("answers statements that are asked for at once in their order, and names the first fault", async () => {
  const numbers = await withOffice(office, (tx) =>
    Promise.all(
      [1, 2, 3].map(async (n) => (await tx.execute<{ n: number }>(sql`select ${n}::int as n`))[0]?.n),
    ),
  );
  expect(numbers).toEqual([1, 2, 3]);
  await expect(
    withOffice(office, async (tx) => {
      await Promise.allSettled([tx.execute(sql`select 1 / 0`), tx.execute(sql`select 2`)]);
    }),
  ).rejects.toThrow(/division by zero/);
});
