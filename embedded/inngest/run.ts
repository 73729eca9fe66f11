import type { Outcome, StepError, StepResult } from "./answer";
import { retryDelay } from "./backoff";
import type { Job } from "./claim";
import { createRuns, type JobEvent } from "./create-runs";
import { failedEvent } from "./functions";
import { log } from "./log";
import type { Registry } from "./registry";
import { type Database, part, type Queries } from "./sql";
import { ulid } from "./ulid";

type Run = { functionId: string; maxAttempts: number; event: JobEvent };

/**
 * Records the outcome of a call: the run, its steps, what it waits for and its jobs change in one
 * transaction. The answer to a call that has been superseded changes nothing.
 */
export async function applyOutcome(
  sql: Database,
  registry: Registry,
  job: Job,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === "completed") return completeRun(sql, job, outcome);
  await sql.begin(async (tx) => {
    const run = await lockRun(tx, job);
    if (!run) return;
    switch (outcome.kind) {
      case "failed":
        return failRun(tx, registry, job.runId, run, outcome.error);
      case "outage":
        // The real server counts these as retries. Here the app restarts together with all services of the
        // machine, so the run waits for as long as it takes.
        await postpone(tx, job, { delay: outageDelay(job.outages), attempt: job.attempt, isOutage: true });
        return;
      case "retry":
        if (job.attempt + 1 >= run.maxAttempts) return failRun(tx, registry, job.runId, run, outcome.error);
        await postpone(tx, job, retry(job, outcome.retryAt));
        return;
      case "progress":
        return advance(tx, registry, job, run, outcome);
    }
  });
}

async function advance(
  tx: Queries,
  registry: Registry,
  job: Job,
  run: Run,
  outcome: Extract<Outcome, { kind: "progress" }>,
): Promise<void> {
  const { results, planned, sleeps, failedStep } = outcome;
  const isLast = job.attempt + 1 >= run.maxAttempts;
  if (failedStep && isLast) {
    results.push({ hash: failedStep.hash, value: { type: "error", error: failedStep.error } });
  }
  await saveResults(tx, job.runId, results);
  if (failedStep && !isLast) {
    await postpone(tx, job, retry(job, failedStep.retryAt));
    return;
  }
  await tx`delete from inngest_server.jobs where id = ${job.id}`;
  const steps = [...planned.map((hash) => ({ hash, until: null })), ...sleeps];
  const added = await addJobs(tx, job.runId, steps);
  if (results.length + added === 0) {
    const message = "The app's answer brings the run no further: it names only steps that are done";
    return failRun(tx, registry, job.runId, run, { name: "JobServerError", message });
  }
  await discoverWhenNothingIsPending(tx, [job.runId]);
}

/**
 * Records steps that the app reports in the middle of a call.
 *
 * @returns false when the call has been superseded: the app then stops working on it.
 */
export async function applyCheckpoint(
  sql: Database,
  call: { runId: string; jobId: string; dispatch: number },
  results: StepResult[],
): Promise<boolean> {
  // The owner is not checked: a restarted server accepts the report for a call of its predecessor, as long as
  // it has not called again.
  const [job] = await sql<{ isCurrent: boolean }>`
    with current as (
      select id, run_id from inngest_server.jobs
      where id = ${call.jobId} and run_id = ${call.runId} and dispatch = ${call.dispatch} for update
    ), reset as (
      update inngest_server.jobs j set attempt = 0 from current c where j.id = c.id and j.attempt > 0
    ), saved as (
      insert into inngest_server.steps (run_id, hash, value)
      select c.run_id, s.hash, s.value::json from current c, (${resultRows(results)}) s
      order by s.n on conflict do nothing
    )
    select exists (select from current) as "isCurrent"`;
  return job?.isCurrent ?? false;
}

/**
 * Ends sleeps whose time has come.
 *
 * @returns milliseconds until the next one, or null.
 */
export async function wakeSleepers(sql: Database): Promise<number | null> {
  const [next] = await sql<{ wait: number | null }>`
    select extract(epoch from min(due_at) - clock_timestamp())::float8 * 1000 as wait
    from inngest_server.jobs where kind = 'sleep'`;
  if (next?.wait == null) return null;
  if (next.wait > 0) return next.wait;
  await sql.begin(async (tx) => {
    // Locks runs before jobs, as everywhere, so that transactions cannot deadlock.
    const runs = await tx<{ id: string }>`
      select id from inngest_server.runs where id in (
        select run_id from inngest_server.jobs where kind = 'sleep' and due_at <= clock_timestamp()
        order by due_at limit 500) order by id for update skip locked`;
    const ids = runs.map(({ id }) => id);
    await tx`
      with slept as (
        delete from inngest_server.jobs
        where run_id = any(${ids}) and kind = 'sleep' and due_at <= clock_timestamp()
        returning run_id, step)
      insert into inngest_server.steps (run_id, hash, value)
      select run_id, step, '{"type":"data","data":null}' from slept on conflict do nothing`;
    await discoverWhenNothingIsPending(tx, ids);
  });
  return 0;
}

/** The usual end of a run, in one statement that locks the run before the jobs, as everything else does. */
async function completeRun(
  sql: Database,
  job: Job,
  { results, output }: Extract<Outcome, { kind: "completed" }>,
): Promise<void> {
  await sql`
    with run as (
      select id from inngest_server.runs where id = ${job.runId} and status = 'running' for update
    ), current as (
      select j.run_id from run r join inngest_server.jobs j on j.run_id = r.id
      where j.id = ${job.id} and j.dispatch = ${job.dispatch}
    ), saved as (
      insert into inngest_server.steps (run_id, hash, value)
      select c.run_id, s.hash, s.value::json from current c, (${resultRows(results)}) s
      order by s.n on conflict do nothing
    ), gone as (
      delete from inngest_server.jobs j using current c where j.run_id = c.run_id
    )
    update inngest_server.runs r
    set status = 'completed', output = ${JSON.stringify(output ?? null)}::text::json, ended_at = now()
    from current c where r.id = c.run_id`;
}

/** Locks a run and everything that belongs to it; null when this call no longer counts. */
async function lockRun(tx: Queries, job: Job): Promise<Run | null> {
  const [run] = await tx<Run>`
    select function_id as "functionId", max_attempts as "maxAttempts", event from inngest_server.runs
    where id = ${job.runId} and status = 'running' for update`;
  const [current] = await tx`
    select from inngest_server.jobs where id = ${job.id} and dispatch = ${job.dispatch}`;
  if (run && current) return run;
  // The run has been ended by a parallel step meanwhile.
  if (current) await tx`delete from inngest_server.jobs where id = ${job.id}`;
  return null;
}

async function saveResults(tx: Queries, runId: string, results: StepResult[]): Promise<void> {
  if (results.length === 0) return;
  await tx`
    insert into inngest_server.steps (run_id, hash, value)
    select ${runId}, hash, value::json from (${resultRows(results)}) s order by n on conflict do nothing`;
}

function resultRows(results: StepResult[]) {
  return part`
    select * from unnest(${results.map(({ hash }) => hash)}::text[],
      ${results.map(({ value }) => JSON.stringify(value))}::text[]) with ordinality as r(hash, value, n)`;
}

async function addJobs(
  tx: Queries,
  runId: string,
  steps: { hash: string; until: number | null }[],
): Promise<number> {
  if (steps.length === 0) return 0;
  const added = await tx`
    insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys, due_at)
    select r.id, s.hash, case when s.until is null then 'call' else 'sleep' end, r.function_id, r.lane,
      r.keys, coalesce(to_timestamp(s.until / 1000.0), now())
    from inngest_server.runs r,
      unnest(${steps.map(({ hash }) => hash)}::text[], ${steps.map(({ until }) => until)}::float8[])
        with ordinality as s(hash, until, n)
    where r.id = ${runId}
      and not exists (select from inngest_server.steps t where t.run_id = r.id and t.hash = s.hash)
    order by n on conflict do nothing`;
  return added.count;
}

/** After parallel steps the function is called once, when the last of them is done. */
async function discoverWhenNothingIsPending(tx: Queries, runIds: string[]): Promise<void> {
  await tx`
    with moved as (
      update inngest_server.runs set version = 2 where id = any(${runIds}) returning id, function_id, lane, keys)
    insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys)
    select r.id, 'step', 'call', r.function_id, r.lane, r.keys from moved r
    where not exists (select from inngest_server.jobs j where j.run_id = r.id)`;
}

async function failRun(
  tx: Queries,
  registry: Registry,
  runId: string,
  run: Run,
  error: StepError,
): Promise<void> {
  log(`run ${runId} of ${run.functionId} failed: ${error.name}: ${error.message}`);
  await tx`
    with gone as (delete from inngest_server.jobs where run_id = ${runId})
    update inngest_server.runs
    set status = 'failed', output = ${JSON.stringify(error)}::text::json, ended_at = now()
    where id = ${runId}`;
  const event = {
    id: ulid(),
    name: failedEvent,
    data: {
      _inngest: { status: "Failed" },
      function_id: run.functionId,
      run_id: runId,
      error: { ...error, error: error.name },
      result: { ...error, __serialized: true },
      event: run.event,
      events: [run.event],
    },
    user: {},
    ts: Date.now(),
  };
  const newRuns = registry.startedBy(event).map((fn) => ({ fn, event, key: null, dueAt: null }));
  if (newRuns.length > 0) await createRuns(tx, newRuns);
}

type Postponement = { delay: number; attempt: number; isOutage: boolean };

function retry(job: Job, retryAt: number | null): Postponement {
  const delay = retryAt === null ? retryDelay(job.attempt) : retryAt - Date.now();
  return { delay, attempt: job.attempt + 1, isOutage: false };
}

/** @returns milliseconds: half a second at first, ten seconds at most. */
function outageDelay(outages: number): number {
  return Math.min(500 * 2 ** Math.min(outages, 10), 10_000);
}

async function postpone(tx: Queries, job: Job, { delay, attempt, isOutage }: Postponement): Promise<void> {
  await tx`
    update inngest_server.runs set version = 2 where id = ${job.runId} and ${!isOutage}`;
  await tx`
    update inngest_server.jobs
    set owner = null, attempt = ${attempt}, outages = ${isOutage ? job.outages + 1 : 0},
      due_at = now() + make_interval(secs => ${delay / 1000})
    where id = ${job.id}`;
}
