import { callApp } from "./app";
import { moveLanes } from "./create-runs";
import { planCrons } from "./cron";
import { replayUnmatched } from "./events";
import { type JobFunction, readFunctions, UnsupportedFunction } from "./functions";
import { log } from "./log";
import type { Registry } from "./registry";
import { canonical } from "./sign";
import type { Database } from "./sql";

/**
 * Asks the app for its functions (in-band sync) and stores them.
 *
 * @returns what went wrong in plain words, or null.
 */
export async function syncWithApp(
  sql: Database,
  registry: Registry,
  app: { url: URL; signingKey: string },
): Promise<string | null> {
  const answer = await callApp({
    method: "PUT",
    url: app.url,
    signingKey: app.signingKey,
    body: canonical({ url: app.url.href }),
    headers: { "x-inngest-sync-kind": "in_band" },
    timeout: 30_000,
  });
  if (!answer.reached) return `the app does not answer: ${answer.reason}`;
  if (answer.status !== 200 || !answer.signed)
    return `the app answers ${answer.status}: ${answer.body.slice(0, 300)}`;
  const listed: unknown = JSON.parse(answer.body);
  const functions = typeof listed === "object" && listed !== null && Reflect.get(listed, "functions");
  try {
    await applyFunctions(sql, registry, readFunctions(functions));
    return null;
  } catch (error) {
    if (error instanceof UnsupportedFunction) return error.message;
    throw error;
  }
}

/**
 * Stores the app's functions. Functions that it no longer has are not started any more; their active runs
 * continue.
 */
export async function applyFunctions(
  sql: Database,
  registry: Registry,
  functions: JobFunction[],
): Promise<void> {
  const configs = functions.map((fn) => JSON.stringify(fn));
  const known = new Map(registry.all().map((fn) => [fn.id, fn]));
  const isSame =
    known.size === functions.length &&
    functions.every((fn) => JSON.stringify(known.get(fn.id)) === JSON.stringify(fn));
  const regrouped = functions.filter(
    (fn) => JSON.stringify(known.get(fn.id)?.concurrency) !== JSON.stringify(fn.concurrency),
  );
  if (!isSame) {
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('inngest_server.functions'))`;
      await tx`
        insert into inngest_server.functions (id, config)
        select id, config::json from unnest(${functions.map((fn) => fn.id)}::text[], ${configs}::text[])
          as f(id, config)
        on conflict (id) do update set config = excluded.config, archived = false`;
      await tx`
        update inngest_server.functions set archived = true
        where not archived and id <> all(${functions.map((fn) => fn.id)}::text[])`;
      await planCrons(tx, functions);
      for (const fn of regrouped) await moveLanes(tx, fn);
    });
    await registry.load();
    // Again, for runs that were created by the old rules meanwhile.
    for (const fn of regrouped) await sql.begin((tx) => moveLanes(tx, fn));
    log(`synced ${functions.length} functions`);
  }
  await replayUnmatched(sql, registry);
}

export type SyncLoop = {
  start(): void;
  /** Syncs at once, or once more right after the sync under way. */
  now(): Promise<string | null>;
  /** Syncs soon; called when the app may have changed or come back. Never throws. */
  soon(): void;
  stop(): void;
};

const again = 30_000;
const retry = 1_000;

/** Syncs at the start, every second until it has worked, and each half minute after that. */
export function createSyncLoop(sync: () => Promise<string | null>): SyncLoop {
  let running: Promise<string | null> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastProblem: string | null = null;
  let lastAt = 0;
  let stopped = false;

  const plan = (delay: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void now(), delay);
  };
  const attempt = async () => {
    lastAt = Date.now();
    const problem = await sync().catch((error: unknown) => `the sync failed: ${String(error)}`);
    if (problem !== null && problem !== lastProblem) log(problem);
    lastProblem = problem;
    plan(problem === null ? again : retry);
    return problem;
  };
  const now = async (): Promise<string | null> => {
    await running;
    running = attempt().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    start: () => void now(),
    now,
    soon: () => plan(Math.max(0, Math.min(retry, lastAt + retry - Date.now()))),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
