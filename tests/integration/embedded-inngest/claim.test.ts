import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Claimer } from "@/embedded/inngest/claim";
import type { JobFunction } from "@/embedded/inngest/functions";
import { Registry } from "@/embedded/inngest/registry";
import { type Database, openPool } from "@/embedded/inngest/sql";
import { createTables } from "@/embedded/inngest/tables";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

const LIMITED: JobFunction = {
  id: "limited",
  maxAttempts: 1,
  triggers: [],
  concurrency: [{ limit: 3, path: null }],
};

let database: TestDatabase;
let sql: Database;
let registry: Registry;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  sql = openPool(database.ownerUrl, 4);
  await createTables(sql);
  await sql`
    insert into inngest_server.functions (id, config) values ('limited', ${JSON.stringify(LIMITED)}::text::json)`;
  registry = new Registry(sql);
  await registry.load();
});
afterAll(async () => {
  await sql?.end();
  await database?.close();
});
beforeEach(async () => {
  await sql`delete from inngest_server.runs`;
});

type Waiting = { step: string; due: string; of?: string; kind?: "call" | "sleep"; owner?: number };

async function wait(...jobs: Waiting[]): Promise<void> {
  for (const { step, due, of = "f", kind = "call", owner = null } of jobs) {
    await sql`
      insert into inngest_server.runs (id, function_id, max_attempts, event, lane, keys)
      values (${of}, ${of}, 1, '{}', ${of}, '{}') on conflict do nothing`;
    await sql`
      insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys, due_at, owner)
      values (${of}, ${step}, ${kind}, ${of}, ${of}, '{}', now() + ${due}::interval, ${owner})`;
  }
}

const server = (number: number) => new Claimer(sql, registry, number, 24);

test("calls that are due are handed out, the longest waiting first, and nothing else", async () => {
  await wait(
    { step: "second", due: "-2 minutes" },
    { step: "first", due: "-3 minutes" },
    { step: "third", due: "-1 minute" },
    { step: "sleep", due: "-4 minutes", kind: "sleep" },
    { step: "of another server", due: "-4 minutes", owner: 2 },
    { step: "later", due: "1 hour" },
  );
  const one = server(1);
  const handedOut = async (free: number) =>
    (await one.claim(free)).jobs.map(({ step, dispatch }) => `${step} ${dispatch}`).sort();
  expect(await handedOut(1)).toEqual(["first 1"]);
  expect(await handedOut(24)).toEqual(["second 1", "third 1"]);
  expect(await handedOut(24)).toEqual([]);
});

test("a server hears when the next call falls due", async () => {
  expect(await server(1).claim(24)).toEqual({ jobs: [], wait: null });
  await wait({ step: "later", due: "2 hours", of: "a" }, { step: "soon", due: "1 hour", of: "b" });
  const { wait: milliseconds } = await server(1).claim(24);
  expect(milliseconds).toBeGreaterThan(3_000_000);
  expect(milliseconds).toBeLessThanOrEqual(3_600_000);
});

test("several servers at once hand out no more than a function's limit", async () => {
  for (let round = 0; round < 5; round++) {
    await sql`delete from inngest_server.runs`;
    const steps = Array.from({ length: 12 }, (_, n) => ({ step: String(n), due: "0", of: LIMITED.id }));
    await wait(...steps);
    const claims = await Promise.all([1, 2, 3].map((number) => server(number).claim(24)));
    expect(claims.flatMap(({ jobs }) => jobs)).toHaveLength(3);
  }
});
