import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { readResults } from "./answer";
import { acceptEvents, BadEvent } from "./events";
import { readFunctions, UnsupportedFunction } from "./functions";
import { HttpError, readJsonBody } from "./http";
import type { Registry } from "./registry";
import { applyCheckpoint } from "./run";
import { isAuthorised, isSame, type Keys } from "./sign";
import type { Database } from "./sql";
import { applyFunctions, type SyncLoop } from "./sync";
import type { Worker } from "./worker";

export type Context = { sql: Database; registry: Registry; worker: Worker; sync: SyncLoop; keys: Keys };
export type Answer = { status: number; body: unknown };

/**
 * Answers one request of the SDK, or of the operator's shell.
 *
 * @throws HttpError
 */
export async function route(context: Context, request: IncomingMessage): Promise<Answer> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const [, first, second, third, fourth] = path.split("/");
  const method = request.method ?? "GET";
  if (method === "GET" && path === "/health") return health(context);
  if (method === "POST" && first === "e" && second !== undefined && third === undefined)
    return events(context, request, decodeURIComponent(second));

  if (!isAuthorised(request.headers.authorization, context.keys.signingKey))
    throw new HttpError(401, "The signing key is missing or wrong");
  if (method === "POST" && path === "/fn/register") return register(context, request);
  if (method === "POST" && path === "/sync") return sync(context);
  if (method === "GET" && path === "/v1/status") return status(context);
  if (method === "POST" && path.startsWith("/v1/checkpoint/") && fourth === "async")
    return checkpoint(context, request, decodeURIComponent(third ?? ""));
  throw new HttpError(404, `The embedded job server has no ${method} ${path}`);
}

async function health({ sql }: Context): Promise<Answer> {
  const late = new Promise<never>((_, reject) => setTimeout(reject, 2_000).unref());
  const isUp = await Promise.race([sql`select 1`, late]).then(
    () => true,
    () => false,
  );
  return isUp ? { status: 200, body: { status: "ok" } } : { status: 503, body: { status: "database down" } };
}

async function events(context: Context, request: IncomingMessage, key: string): Promise<Answer> {
  if (!isSame(key, context.keys.eventKey))
    return { status: 401, body: { error: "Event key not found", status: 401 } };
  const seed = request.headers["x-inngest-event-id-seed"];
  try {
    const body = await readJsonBody(request);
    const accepted = await acceptEvents(
      context.sql,
      context.registry,
      body,
      typeof seed === "string" ? seed : null,
    );
    context.worker.wake();
    if (accepted.unmatched) context.sync.soon();
    return { status: 200, body: { ids: accepted.ids, status: 200 } };
  } catch (error) {
    if (error instanceof BadEvent) return { status: 400, body: { error: error.message, status: 400 } };
    throw error;
  }
}

async function register(context: Context, request: IncomingMessage): Promise<Answer> {
  const body = z.object({ functions: z.unknown() }).safeParse(await readJsonBody(request));
  try {
    await applyFunctions(context.sql, context.registry, readFunctions(body.data?.functions));
  } catch (error) {
    if (!(error instanceof UnsupportedFunction)) throw error;
    return { status: 400, body: { status: 400, error: error.message } };
  }
  context.worker.wake(true);
  return { status: 200, body: { ok: true, modified: true } };
}

async function sync(context: Context): Promise<Answer> {
  const problem = await context.sync.now();
  return problem === null
    ? { status: 200, body: { functions: context.registry.all().map((fn) => fn.id) } }
    : { status: 422, body: { error: problem } };
}

const checkpointBody = z.object({
  qi_id: z.string().regex(/^\d+$/),
  request_id: z.string().regex(/^\d+\.\d+$/),
  steps: z.array(z.unknown()),
});

async function checkpoint(context: Context, request: IncomingMessage, runId: string): Promise<Answer> {
  const body = checkpointBody.safeParse(await readJsonBody(request));
  if (!body.success) throw new HttpError(400, z.prettifyError(body.error));
  const dispatch = Number(body.data.request_id.split(".")[1]);
  const call = { runId, jobId: body.data.qi_id, dispatch };
  const results = readResults(body.data.steps);
  if (results === null) throw new HttpError(422, "The steps are unreadable or larger than 4 MB");
  const isCurrent = await applyCheckpoint(context.sql, call, results);
  return isCurrent
    ? { status: 200, body: { status: 200 } }
    : { status: 409, body: { status: 409, error: "Another call has taken over" } };
}

async function status({ sql, registry, worker }: Context): Promise<Answer> {
  const [jobs] = await sql<{ queued: number; sleeping: number }>`
    select count(*) filter (where kind = 'call' and owner is null)::int as queued,
      count(*) filter (where kind = 'sleep')::int as sleeping from inngest_server.jobs`;
  const functions = registry.all().map((fn) => fn.id);
  return { status: 200, body: { ...jobs, running: worker.running, functions } };
}
