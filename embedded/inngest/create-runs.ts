import type { Concurrency, JobFunction } from "./functions";
import { part, type Queries } from "./sql";
import { ulid } from "./ulid";

export type JobEvent = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  user: Record<string, unknown>;
  ts: number;
  v?: string;
};
/** One run to create: `key` lets a function start once for it within 24 hours; `dueAt` in ms, null is now. */
export type NewRun = { fn: JobFunction; event: JobEvent; key: string | null; dueAt: number | null };

/**
 * Creates runs with their first jobs in one statement. A run whose key its function has had within
 * 24 hours is left out.
 *
 * @param send the request that brings the runs; a send that is known already creates nothing.
 * @returns false when the send was known.
 */
export async function createRuns(
  sql: Queries,
  newRuns: NewRun[],
  send: { seed: string; ids: string[] } | null = null,
): Promise<boolean> {
  const columns = newRuns.map(({ fn, event, key, dueAt }) => ({
    id: ulid(),
    functionId: fn.id,
    maxAttempts: fn.maxAttempts,
    event: JSON.stringify(event),
    key,
    dueAt,
    ...laneOf(fn, event),
  }));
  const [known] = await sql<{ fresh: boolean }>`
    with sent as (
      insert into inngest_server.sends (seed, ids)
      select ${send?.seed ?? ""}, ${send?.ids ?? []}::text[] where ${send !== null}
      on conflict do nothing returning seed
    ), wanted as (
      select distinct on (function_id, coalesce(key, id)) *
      from unnest(
        ${columns.map((run) => run.id)}::text[], ${columns.map((run) => run.functionId)}::text[],
        ${columns.map((run) => run.maxAttempts)}::int[], ${columns.map((run) => run.event)}::text[],
        ${columns.map((run) => run.key)}::text[], ${columns.map((run) => run.dueAt)}::float8[],
        ${columns.map((run) => run.lane)}::text[], ${columns.map((run) => JSON.stringify(run.keys))}::text[]
      ) as w(id, function_id, max_attempts, event, key, due_at, lane, keys)
      where ${send === null} or exists (select from sent)
      order by function_id, coalesce(key, id), id
    ), fresh as (
      insert into inngest_server.run_keys as k (function_id, key)
      select function_id, key from wanted where key is not null
      on conflict (function_id, key) do update set at = now() where k.at < now() - interval '24 hours'
      returning function_id, key
    ), run as (
      insert into inngest_server.runs (id, function_id, max_attempts, event, lane, keys)
      select id, function_id, max_attempts, event::json, lane,
        array(select json_array_elements_text(keys::json))
      from wanted w
      where key is null
        or exists (select from fresh f where f.function_id = w.function_id and f.key = w.key)
      order by id
      returning id, function_id, lane, keys
    ), job as (
      insert into inngest_server.jobs (run_id, step, kind, function_id, lane, keys, due_at)
      select r.id, 'step', 'call', r.function_id, r.lane, r.keys,
        coalesce(to_timestamp(w.due_at / 1000.0), now())
      from run r join wanted w on w.id = r.id order by r.id
    )
    select ${send === null} or exists (select from sent) as fresh`;
  return known?.fresh ?? false;
}

/** The lane of a function's run for an event: the same keys, the same lane. */
function laneOf(fn: JobFunction, event: JobEvent): { lane: string; keys: string[] } {
  const keys = fn.concurrency.map((rule) => keyOf(rule, event));
  return { lane: [fn.id, ...keys].join("\n"), keys };
}

function keyOf({ path }: Concurrency, event: JobEvent): string {
  if (path === null) return "";
  let value: unknown = event.data;
  for (const name of path) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  }
  return JSON.stringify(value ?? null).replaceAll("\\u0000", "\\ufffd");
}

/** Moves a function's active runs to the lanes of its present concurrency rules. */
export async function moveLanes(tx: Queries, fn: JobFunction): Promise<void> {
  for (let after = "", more = true; more; ) {
    const runs = await tx<{ id: string; event: JobEvent }>`
      select id, event from inngest_server.runs
      where function_id = ${fn.id} and status = 'running' and id > ${after}
      order by id limit 1000 for update`;
    const lanes = runs.map((run) => ({ id: run.id, ...laneOf(fn, run.event) }));
    const moved = part`
      select id, lane, array(select json_array_elements_text(keys::json)) as keys
      from unnest(${lanes.map((run) => run.id)}::text[], ${lanes.map((run) => run.lane)}::text[],
        ${lanes.map((run) => JSON.stringify(run.keys))}::text[]) as m(id, lane, keys)`;
    await tx`
      with moved as (${moved}), run as (
        update inngest_server.runs r set lane = m.lane, keys = m.keys from moved m where r.id = m.id)
      update inngest_server.jobs j set lane = m.lane, keys = m.keys from moved m where j.run_id = m.id`;
    after = runs.at(-1)?.id ?? "";
    more = runs.length === 1000;
  }
}
