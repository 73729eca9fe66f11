import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import postgres from "postgres";
import { applicationError } from "./api/errors";
import { type Api, handleApi } from "./api/handler";
import { Sending } from "./api/send";
import { Faults } from "./faults";
import { requestUrl, sendJson } from "./http";
import { handleOutbox, isOutboxPath } from "./outbox/handler";
import { RateLimit } from "./ratelimit";
import type { Settings } from "./settings";
import { ensureSchema } from "./store/schema";
import { Webhooks } from "./webhooks";

export type MailServer = { url: string; stop(): Promise<void> };

/**
 * Starts the mail server on 127.0.0.1. All that it accepted is in the database before it answers.
 *
 * @throws Error when the port is taken or the database cannot be reached
 */
export async function startMailServer(settings: Settings, log: (line: string) => void): Promise<MailServer> {
  const sql = postgres(settings.databaseUrl, {
    max: 8,
    connection: { application_name: "resend_server" },
    onnotice: () => {},
  });
  const api: Api = {
    sql,
    settings,
    sending: new Sending(sql, settings),
    rateLimit: new RateLimit(settings.rate),
    faults: new Faults(),
    log,
  };
  const server = createServer((request, response) => {
    route(api, request, response).catch((error) => {
      log(`${request.method} ${request.url}: ${String(error)}`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, applicationError().body);
    });
  });
  server.keepAliveTimeout = 65_000;
  try {
    await ensureSchema(sql);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(settings.port, "127.0.0.1", resolve);
    });
  } catch (cause) {
    await sql.end({ timeout: 1 });
    throw cause;
  }
  const { webhookUrl: url, webhookSecret: secret, duplicates, shuffleMs } = settings;
  const webhooks = url ? new Webhooks(sql, { url, secret, duplicates, shuffleMs }, log) : undefined;
  return {
    url: `http://127.0.0.1:${settings.port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const impatience = setTimeout(() => server.closeAllConnections(), 2000);
      await Promise.all([closed, webhooks?.stop()]);
      clearTimeout(impatience);
      await sql.end({ timeout: 2 });
    },
  };
}

async function route(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = requestUrl(request).pathname;
  if (path === "/health") return answerHealth(api, response);
  return isOutboxPath(path) ? handleOutbox(api, request, response) : handleApi(api, request, response);
}

async function answerHealth(api: Api, response: ServerResponse): Promise<void> {
  const impatience = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), 2000).unref();
  });
  const alive = api.sql`select 1`.then(
    () => true,
    () => false,
  );
  const ok = await Promise.race([alive, impatience]);
  sendJson(response, ok ? 200 : 503, { status: ok ? "ok" : "down", database: ok ? "ok" : "down" });
}
