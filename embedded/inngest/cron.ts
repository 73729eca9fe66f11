import { createRuns } from "./create-runs";
import { parseCron } from "./cron-expression";
import { cronEvent, type JobFunction } from "./functions";
import type { Registry } from "./registry";
import { type Database, part, type Queries } from "./sql";

/** Updates the table of next ticks to match the functions; a known cron keeps its next tick. */
export async function planCrons(tx: Queries, functions: JobFunction[]): Promise<void> {
  const now = new Date();
  const crons = functions.flatMap((fn) =>
    fn.triggers.flatMap((trigger) =>
      "cron" in trigger
        ? [{ id: fn.id, cron: trigger.cron, next: parseCron(trigger.cron).next(now).toISOString() }]
        : [],
    ),
  );
  const wanted = part`
    select * from unnest(${crons.map((row) => row.id)}::text[], ${crons.map((row) => row.cron)}::text[],
      ${crons.map((row) => row.next)}::timestamptz[]) as w(function_id, expression, next_at)`;
  await tx`
    delete from inngest_server.crons c where not exists (
      select from (${wanted}) w where w.function_id = c.function_id and w.expression = c.expression)`;
  await tx`insert into inngest_server.crons (function_id, expression, next_at) ${wanted} on conflict do nothing`;
}

/**
 * Starts the runs of ticks that are due. The row of a tick is locked and advanced in the transaction that
 * creates the run, and the tick is the run's key, so that it starts once however many servers there are. Of
 * ticks missed while no server ran, only the latest is made up for.
 *
 * @returns milliseconds until the next tick, or null without crons.
 */
export async function fireCrons(sql: Database, registry: Registry): Promise<number | null> {
  await followClockBack(sql);
  const [next] = await sql<{ wait: number | null }>`
    select extract(epoch from min(next_at) - clock_timestamp())::float8 * 1000 as wait
    from inngest_server.crons`;
  if (next?.wait == null) return null;
  if (next.wait > 0) return next.wait;
  await sql.begin(async (tx) => {
    const due = await tx<{ functionId: string; expression: string; nextAt: Date; now: Date }>`
      select function_id as "functionId", expression, next_at as "nextAt", clock_timestamp() as now
      from inngest_server.crons where next_at <= clock_timestamp() for update skip locked`;
    for (const { functionId, expression, nextAt, now } of due) {
      const cron = parseCron(expression);
      const tick = latestTick(cron.next, nextAt, now);
      const fn = registry.get(functionId);
      if (fn)
        await createRuns(tx, [
          { fn, event: tickEvent(expression, tick), key: `${expression} ${tick.toISOString()}`, dueAt: null },
        ]);
      await tx`
        update inngest_server.crons set next_at = ${cron.next(now)}
        where function_id = ${functionId} and expression = ${expression}`;
    }
  });
  return 0;
}

/** Plans ticks again that the clock repeats after it was set back. */
async function followClockBack(sql: Database): Promise<void> {
  const crons = await sql<{ functionId: string; expression: string; nextAt: Date; now: Date }>`
    select function_id as "functionId", expression, next_at as "nextAt", clock_timestamp() as now
    from inngest_server.crons`;
  for (const { functionId, expression, nextAt, now } of crons) {
    const next = parseCron(expression).next(now);
    if (nextAt <= next) continue;
    await sql`
      with planned as (
        update inngest_server.crons set next_at = ${next}
        where function_id = ${functionId} and expression = ${expression} and next_at > ${next}
        returning function_id, expression)
      delete from inngest_server.run_keys k using planned p
      where k.function_id = p.function_id and starts_with(k.key, p.expression || ' ') and k.at > ${now}`;
  }
}

function latestTick(next: (after: Date) => Date, planned: Date, now: Date): Date {
  // At most a day of ticks is walked through; after a longer pause the last tick is searched for from a day
  // ago.
  let tick = planned;
  if (now.getTime() - planned.getTime() > 86_400_000) {
    const late = next(new Date(now.getTime() - 86_400_000));
    if (late <= now) tick = late;
  }
  for (let later = next(tick); later <= now; later = next(later)) tick = later;
  return tick;
}

function tickEvent(cron: string, tick: Date) {
  const at = tick.toISOString().replace(".000Z", "Z");
  return {
    id: at,
    name: cronEvent,
    data: { cron, fireAt: at, scheduledAt: at },
    user: {},
    ts: tick.getTime(),
  };
}
