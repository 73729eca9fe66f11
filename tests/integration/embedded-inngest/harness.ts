import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import postgres from "postgres";
import { vi } from "vitest";
import { type JobServer, startJobServer } from "@/embedded/inngest/server";
import { hashedSigningKey } from "@/embedded/inngest/sign";
import { freePort } from "@/embedded/postgres/free-port";
import { createDatabase } from "../../support/database";

export const keys = { eventKey: "test-event-key", signingKey: `signkey-test-${"0f1e2d3c".repeat(8)}` };

export type AppCall = { path: string; headers: Headers; body: CallBody };
export type CallBody = {
  ctx: Record<string, unknown> & { attempt: number; stack: { stack: string[] } };
  event: Record<string, unknown>;
  steps: Record<string, unknown>;
  version: number;
};

/** The unmodified SDK behind a local port, with every request that reaches it on record. */
export class TestApp {
  readonly calls: AppCall[] = [];
  handler = async (_: Request): Promise<Response> => new Response(null, { status: 503 });
  private server: Server | undefined;
  port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/api/inngest`;
  }

  async listen(): Promise<void> {
    /* One that is its own while it is away, too. */
    this.port ||= await freePort();
    const server = createServer((request, response) => void this.answer(request, response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
  }

  private async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const path = incoming.url ?? "/";
    const body = Buffer.concat(chunks).toString("utf8");
    const headers = new Headers(
      Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    if (incoming.method === "POST") this.calls.push({ path, headers, body: JSON.parse(body) });
    const url = `http://127.0.0.1:${this.port}${path}`;
    const answer = await this.handler(
      new Request(url, { method: incoming.method, headers, ...(body ? { body } : {}) }),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(await answer.text());
  }

  use(client: Inngest.Any, functions: InngestFunction.Any[]): void {
    this.handler = serve({ client, functions });
  }

  /** As a killed app: connections break, nobody listens. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    this.server?.closeAllConnections();
    await closed;
  }
}

export type Bench = {
  sql: postgres.Sql;
  databaseUrl: string;
  app: TestApp;
  jobs: JobServer;
  client: Inngest.Any;
  /** POSTs with the hashed signing key. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
};

export function createClient(baseUrl: string, checkpointing = true): Inngest.Any {
  const logger = { info() {}, warn() {}, error() {}, debug() {} };
  return new Inngest({ id: "probe", baseUrl, ...keys, isDev: false, checkpointing, logger });
}

export function post(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${hashedSigningKey(keys.signingKey)}`, ...headers },
    body: JSON.stringify(body ?? {}),
  });
}

/** Database, app and job server, with the app's functions synced. */
export async function openBench(
  define: (client: Inngest.Any) => InngestFunction.Any[],
  { checkpointing = true } = {},
): Promise<Bench> {
  const database = await createDatabase({ migrated: false });
  const app = new TestApp();
  await app.listen();
  const jobs = await startJobServer({ ...keys, databaseUrl: database.ownerUrl, port: 0, appUrl: app.url });
  const client = createClient(jobs.url, checkpointing);
  app.use(client, define(client));
  const synced = await post(`${jobs.url}/sync`);
  if (!synced.ok) throw new Error(await synced.text());
  const sql = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  return {
    sql,
    databaseUrl: database.ownerUrl,
    app,
    jobs,
    client,
    post: (path, body, headers) => post(`${jobs.url}${path}`, body, headers),
    close: async () => {
      await jobs.stop();
      await app.close();
      await sql.end({ timeout: 1 });
      await database.close();
    },
  };
}

export type RunRow = { id: string; functionId: string; status: string; output: unknown };

export function runsOf(sql: postgres.Sql, functionId: string): Promise<RunRow[]> {
  return sql<RunRow[]>`
    select id, function_id as "functionId", status, output from inngest_server.runs
    where function_id = ${functionId} order by id`;
}

/** Waits until so many runs of a function have ended. */
export async function endedRuns(
  sql: postgres.Sql,
  functionId: string,
  count = 1,
  timeout = 60_000,
): Promise<RunRow[]> {
  return vi.waitFor(
    async () => {
      const runs = await runsOf(sql, functionId);
      const ended = runs.filter(({ status }) => status !== "running");
      if (ended.length < count) throw new Error(`${ended.length} of ${count} runs of ${functionId} ended`);
      return ended;
    },
    { timeout, interval: 25 },
  );
}
