import { createServer, type Server } from "node:http";
import { answerJson, HttpError } from "./http";
import { joinInstances } from "./instance";
import { log } from "./log";
import { Registry } from "./registry";
import { type Context, route } from "./routes";
import type { Keys } from "./sign";
import { openPool } from "./sql";
import { createSyncLoop, syncWithApp } from "./sync";
import { createTables } from "./tables";
import { Worker } from "./worker";

export type JobServerOptions = Keys & {
  databaseUrl: string;
  /** 0 for any free port. */
  port: number;
  /** The app's Inngest route. */
  appUrl: string;
};
export type JobServer = {
  url: string;
  /** Lets calls under way finish for two seconds, then leaves them to the next server. */
  stop(): Promise<void>;
};

const patience = 2_000;

/** Starts serving on 127.0.0.1, with the state in the schema `inngest_server`. */
export async function startJobServer(options: JobServerOptions): Promise<JobServer> {
  const sql = openPool(options.databaseUrl, 10);
  try {
    await createTables(sql);
    const registry = new Registry(sql);
    await registry.load();
    const app = { url: new URL(options.appUrl), signingKey: options.signingKey };
    const instance = await joinInstances(sql, options.databaseUrl);
    const worker = new Worker(sql, registry, instance, app, () => sync.soon());
    const sync = createSyncLoop(async () => {
      const problem = await syncWithApp(sql, registry, app);
      if (problem === null) worker.synced();
      return problem;
    });
    const server = serve({ sql, registry, worker, sync, keys: options });
    const port = await listen(server, options.port);
    worker.start();
    sync.start();
    return {
      url: `http://127.0.0.1:${port}`,
      stop: async () => {
        sync.stop();
        await worker.stop(patience);
        await instance.leave();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await sql.end();
      },
    };
  } catch (error) {
    await sql.end();
    throw error;
  }
}

function serve(context: Context): Server {
  const server = createServer((request, response) => {
    route(context, request).then(
      ({ status, body }) => answerJson(response, status, body),
      (error: unknown) => {
        const status = error instanceof HttpError ? error.status : 500;
        const message = error instanceof Error ? error.message : String(error);
        if (status === 500) log(`${request.method} ${request.url?.split("?")[0]} failed: ${message}`);
        answerJson(response, status, { error: message, status });
      },
    );
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
