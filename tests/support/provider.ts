import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { freePort } from "@/embedded/postgres/free-port";
import { type MailServer, startMailServer } from "@/embedded/resend/server";
import type { Settings } from "@/embedded/resend/settings";
import { createDatabase } from "@/tests/support/database";

export type TestProvider = {
  /** Base URL of its API, for `RESEND_BASE_URL`. */
  url: string;
  /** URL of its database. */
  databaseUrl: string;
  /** How many of its events have not been delivered yet. */
  untold(): Promise<number>;
  stop(): Promise<void>;
};

/**
 * The embedded mail provider with a database of its own.
 *
 * @param onEvent gets each webhook as the app's route would; without it webhooks are off.
 */
export async function startProvider(
  onEvent?: (request: Request) => Promise<Response>,
  settings: Partial<Settings> = {},
): Promise<TestProvider> {
  const database = await createDatabase({ migrated: false });
  const receiver = onEvent && (await listen(onEvent));
  const server: MailServer = await startMailServer(
    {
      databaseUrl: database.ownerUrl,
      port: await freePort(),
      apiKey: "re_test",
      webhookUrl: receiver ? `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` : "",
      webhookSecret: `whsec_${Buffer.alloc(24, 5).toString("base64")}`,
      rate: 0,
      duplicates: 0,
      shuffleMs: 0,
      eventDelayMs: 0,
      delayedMs: 50,
      ...settings,
    },
    () => {},
  );
  const sql = postgres(database.ownerUrl, { max: 1 });
  return {
    url: server.url,
    databaseUrl: database.ownerUrl,
    async untold() {
      const rows = await sql`select from resend_server.events where next_attempt_at is not null`;
      return rows.length;
    },
    async stop() {
      await sql.end();
      await server.stop();
      receiver?.close();
      await database.close();
    },
  };
}

async function listen(onEvent: (request: Request) => Promise<Response>): Promise<Server> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const answer = await onEvent(
      new Request("http://127.0.0.1/", {
        method: "POST",
        headers: incoming.headers as Record<string, string>,
        body: Buffer.concat(chunks),
      }),
    );
    outgoing.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}
