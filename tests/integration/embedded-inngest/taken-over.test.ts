import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Outcome } from "@/embedded/inngest/answer";
import type { Job } from "@/embedded/inngest/claim";
import { Registry } from "@/embedded/inngest/registry";
import { applyCheckpoint, applyOutcome } from "@/embedded/inngest/run";
import { type Database, openPool } from "@/embedded/inngest/sql";
import { createTables } from "@/embedded/inngest/tables";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

let database: TestDatabase;
let sql: Database;
let job: Job;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  sql = openPool(database.ownerUrl, 2);
  await createTables(sql);
});
afterAll(async () => {
  await sql?.end();
  await database?.close();
});

/* A run that is being called for the third time, and for whose step it is the second try. */
beforeEach(async () => {
  await sql`delete from inngest_server.runs`;
  await sql`
    insert into inngest_server.runs (id, function_id, max_attempts, event, lane, keys)
    values ('run', 'f', 4, '{"name":"e","data":{}}', 'f', '{}')`;
  const [row] = await sql<{ id: string }>`
    insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys, attempt, dispatch, owner)
    values ('run', 'step', 'call', 'f', 'f', '{}', 1, 3, 1) returning id`;
  const run = { version: -1, maxAttempts: 4, event: {} as Job["run"]["event"], hasSteps: false };
  job = {
    id: row?.id ?? "",
    runId: "run",
    step: "step",
    functionId: "f",
    attempt: 1,
    outages: 0,
    dispatch: 3,
    run,
  };
});

const step = { hash: "a", value: { type: "data" as const, data: 1 } };
const error = { name: "Error", message: "no" };
const OUTCOMES: Outcome[] = [
  { kind: "completed", results: [step], output: 1 },
  { kind: "failed", error },
  { kind: "retry", error, retryAt: null },
  { kind: "progress", results: [step], planned: [], sleeps: [], failedStep: null },
  { kind: "outage", reason: "away" },
];

const state = async () => [
  [...(await sql`select status, version, output from inngest_server.runs`)],
  [...(await sql`select step, attempt, outages, dispatch, owner from inngest_server.jobs`)],
  [...(await sql`select hash from inngest_server.steps`)],
];

test.each(OUTCOMES)(
  "that a call was $kind counts, unless it has been made again meanwhile",
  async (outcome) => {
    const before = await state();
    await applyOutcome(sql, new Registry(sql), { ...job, dispatch: 2 }, outcome);
    expect(await state()).toEqual(before);
    await applyOutcome(sql, new Registry(sql), job, outcome);
    expect(await state()).not.toEqual(before);
  },
);

test("a step that is reported in the middle of a call is kept, and the next one has all its tries", async () => {
  const report = { runId: "run", jobId: job.id, dispatch: 3 };
  expect(await applyCheckpoint(sql, { ...report, dispatch: 2 }, [step])).toBe(false);
  expect(await applyCheckpoint(sql, { ...report, runId: "another" }, [step])).toBe(false);
  expect(await applyCheckpoint(sql, { ...report, jobId: "0" }, [step])).toBe(false);
  expect(await sql`select from inngest_server.steps`).toHaveLength(0);
  expect(await applyCheckpoint(sql, report, [step])).toBe(true);
  expect(await sql`select from inngest_server.steps`).toHaveLength(1);
  expect([...(await sql`select attempt from inngest_server.jobs`)]).toEqual([{ attempt: 0 }]);
});

test("a report that comes twice is taken once, and gives no other call its tries back", async () => {
  await sql`
    insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys, attempt, dispatch, owner)
    values ('run', 'beside', 'call', 'f', 'f', '{}', 2, 3, 1)`;
  const report = { runId: "run", jobId: job.id, dispatch: 3 };
  expect(await applyCheckpoint(sql, report, [step])).toBe(true);
  expect(await applyCheckpoint(sql, report, [step])).toBe(true);
  expect(await sql`select from inngest_server.steps`).toHaveLength(1);
  const attempts = await sql`select step, attempt from inngest_server.jobs order by step`;
  expect([...attempts]).toEqual([
    { step: "beside", attempt: 2 },
    { step: "step", attempt: 0 },
  ]);
});

test("the last try that fails ends the run", async () => {
  const registry = new Registry(sql);
  await applyOutcome(sql, registry, { ...job, attempt: 2 }, { kind: "retry", error, retryAt: null });
  expect(await state()).toMatchObject([[{ status: "running" }], [{ attempt: 3 }], []]);
  await applyOutcome(sql, registry, { ...job, attempt: 3 }, { kind: "retry", error, retryAt: null });
  expect(await state()).toEqual([[{ status: "failed", version: 2, output: error }], [], []]);
});

test("the last try of a step that fails is what the step came to, and the function goes on", async () => {
  const failedStep = { hash: "a", error, retryAt: null };
  const failing: Outcome = { kind: "progress", results: [], planned: [], sleeps: [], failedStep };
  const registry = new Registry(sql);
  await applyOutcome(sql, registry, { ...job, attempt: 2 }, failing);
  expect(await state()).toMatchObject([[{ status: "running" }], [{ attempt: 3 }], []]);
  await applyOutcome(sql, registry, { ...job, attempt: 3 }, failing);
  expect(await state()).toMatchObject([[{ status: "running" }], [{ attempt: 0 }], [{ hash: "a" }]]);
  const [kept] = await sql`select value from inngest_server.steps`;
  expect(kept).toEqual({ value: { type: "error", error } });
});

test.each(OUTCOMES.filter(({ kind }) => kind !== "completed"))(
  "that a call was $kind changes no run that has ended meanwhile, and the call is not made again",
  async (outcome) => {
    await sql`update inngest_server.runs set status = 'completed', output = '"ended"'`;
    const [runs] = await state();
    await applyOutcome(sql, new Registry(sql), job, outcome);
    expect(await state()).toEqual([runs, [], []]);
  },
);

test("an answer that brings a run no further ends it, for it would be asked for without end", async () => {
  await applyCheckpoint(sql, { runId: "run", jobId: job.id, dispatch: 3 }, [step]);
  const answer = { results: [], sleeps: [], failedStep: null };
  await applyOutcome(sql, new Registry(sql), job, { kind: "progress", planned: [step.hash], ...answer });
  expect(await state()).toMatchObject([[{ status: "failed" }], [], [{ hash: step.hash }]]);
});

test.each(OUTCOMES.slice(0, 2))("a run that is $kind leaves nothing that waits", async (outcome) => {
  await sql`
    insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys, due_at)
    values ('run', 'nap', 'sleep', 'f', 'f', '{}', now() + interval '1 hour')`;
  await applyOutcome(sql, new Registry(sql), job, outcome);
  expect(await state()).toMatchObject([[{ status: outcome.kind }], [], expect.anything()]);
});

test("an app that is away costs no try, and a call after an answer is not said to be the first", async () => {
  const registry = new Registry(sql);
  await applyOutcome(sql, registry, job, { kind: "outage", reason: "away" });
  expect(await state()).toMatchObject([[{ version: -1 }], [{ attempt: 1, outages: 1, owner: null }], []]);
  await applyOutcome(sql, registry, job, { kind: "retry", error, retryAt: null });
  expect(await state()).toMatchObject([[{ version: 2 }], [{ attempt: 2, outages: 0, owner: null }], []]);
  await sql`update inngest_server.runs set version = -1`;
  const answer = { planned: [], sleeps: [], failedStep: null };
  await applyOutcome(sql, registry, job, { kind: "progress", results: [step], ...answer });
  expect(await state()).toMatchObject([[{ version: 2 }], [{ attempt: 0, outages: 0 }], [{ hash: "a" }]]);
});
