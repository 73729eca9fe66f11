import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await createDatabase();
  useTestEnv(database);
  sql = postgres(database.ownerUrl, { max: 1 });
});
afterEach(async () => {
  const { closeDatabase } = await import("@/lib/db/client");
  await closeDatabase();
});
afterAll(async () => {
  await sql?.end();
  await database?.close();
});

/** As at a start of the app that logs in by this URL. */
async function startBy(url: string): Promise<void> {
  vi.resetModules();
  process.env.DATABASE_URL = url;
  const { refuseMightyRole } = await import("@/lib/db/guard");
  await refuseMightyRole();
}

it("starts as a role that the policies hold for", async () => {
  await expect(startBy(database.appUrl)).resolves.toBeUndefined();
});

it("refuses to start as a role that owns a table", async () => {
  await sql`create table left_behind (id int)`;
  await sql`alter table left_behind owner to app`;
  await expect(startBy(database.appUrl)).rejects.toThrow(/"app".*can bypass/);
  await sql`drop table left_behind`;
});

it("refuses to start as a superuser", async () => {
  await expect(startBy(database.ownerUrl)).rejects.toThrow(/can bypass/);
});

it("refuses to start as a role that passes by the policies", async () => {
  const passing = Object.assign(new URL(database.appUrl), { username: "passes_by", password: "passes_by" });
  await sql`create role passes_by login bypassrls password 'passes_by'`;
  try {
    await expect(startBy(passing.href)).rejects.toThrow(/can bypass/);
  } finally {
    const { closeDatabase } = await import("@/lib/db/client");
    await closeDatabase();
    await sql`drop role passes_by`;
  }
});

it("names the setting by which the database cannot be reached", async () => {
  const wrong = Object.assign(new URL(database.appUrl), { pathname: "/nowhere" });
  await expect(startBy(wrong.href)).rejects.toThrow(/DATABASE_URL: database "nowhere" does not exist/);
});
