import postgres from "postgres";
import { type JobServer, startJobServer } from "@/embedded/inngest/server";
import { hashedSigningKey } from "@/embedded/inngest/sign";
import { freePort } from "@/embedded/postgres/free-port";
import { startMailServer } from "@/embedded/resend/server";
import { closeDatabase } from "@/lib/db/client";
import { createDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange } from "@/tests/support/offices";
import { Outbox } from "@/tests/support/outbox";
import type { Books } from "./recount/books";
import { type App, openApp } from "./world/app";
import { letTimePass } from "./world/clock";
import { type Courier, openCourier } from "./world/courier";
import { openPostman, type Postman } from "./world/postman";

const KEYS = { eventKey: "chaos-event-key", signingKey: `signkey-chaos-${"0f1e2d3c".repeat(8)}` };
const AUTHORITY = { authorization: `Bearer ${hashedSigningKey(KEYS.signingKey)}` };
const SECRET = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;

/** The app's functions, its jobs and the provider's stand-in in this process, on databases of their own. */
export type World = {
  arrange: Arrange;
  books: Books;
  jobs: postgres.Sql;
  app: App;
  courier: Courier;
  postman: Postman;
  outbox: Outbox;
  /** Lets time pass, as PostgreSQL reads an interval: `25 hours`. Negative: the clocks jump back. */
  pass(interval: string): Promise<void>;
  /** Lets the job server look now at what has come due and at which functions there are. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** @param clusterUrl superuser's URL of a database server */
export async function openWorld(clusterUrl: string): Promise<World> {
  const unmute = mute();
  const own = await createDatabase({ clusterUrl });
  const [ofProvider, ofJobs] = [
    await createDatabase({ clusterUrl, migrated: false }),
    await createDatabase({ clusterUrl, migrated: false }),
  ];
  let jobServer: JobServer | undefined;
  const courier = await openCourier(() => jobServer?.url ?? "");
  const mailPort = await freePort();
  useTestEnv(own, { RESEND_BASE_URL: `http://127.0.0.1:${mailPort}`, RESEND_WEBHOOK_SECRET: SECRET });
  Object.assign(process.env, {
    INNGEST_BASE_URL: courier.url,
    INNGEST_EVENT_KEY: KEYS.eventKey,
    INNGEST_SIGNING_KEY: KEYS.signingKey,
  });
  const app = await openApp();
  const postman = await openPostman(app.url, SECRET);
  const provider = await startMailServer(
    {
      databaseUrl: ofProvider.ownerUrl,
      port: mailPort,
      apiKey: "re_test",
      webhookUrl: postman.url,
      webhookSecret: SECRET,
      rate: 0,
      duplicates: 0,
      shuffleMs: 0,
      eventDelayMs: 0,
      delayedMs: 50,
    },
    () => {},
  );
  const appUrl = `${app.url}/api/inngest`;
  jobServer = await startJobServer({ ...KEYS, databaseUrl: ofJobs.ownerUrl, port: 0, appUrl });
  const arrange = new Arrange(own);
  const look = (url: string) => postgres(url, { max: 2, onnotice: () => {} });
  const books = { own: arrange.sql, provider: look(ofProvider.ownerUrl) };
  const jobs = look(ofJobs.ownerUrl);
  const sync = async () => {
    await fetch(`${jobServer?.url}/sync`, { method: "POST", headers: AUTHORITY });
  };
  return {
    arrange,
    books,
    jobs,
    app,
    courier,
    postman,
    outbox: new Outbox(provider.url),
    async pass(interval) {
      /* Holds the app meanwhile: all tables are locked, and a mailing at full speed would leave no gap. */
      await app.holding(() => letTimePass([arrange.sql, books.provider, jobs], interval));
      /* Otherwise the job server checks its timers only after seconds. */
      await sync();
    },
    sync,
    async close() {
      await jobServer?.stop();
      await provider.stop();
      await Promise.all([app, courier, postman].map((server) => server.close()));
      await closeDatabase();
      await Promise.all([arrange.close(), books.provider.end(), jobs.end()]);
      for (const database of [own, ofProvider, ofJobs]) await database.close();
      unmute();
    },
  };
}

/** Silences the job server and its SDK, which report every failure, and failures are intended here. */
function mute(): () => void {
  const write = process.stderr.write;
  process.stderr.write = () => true;
  const { error, warn } = console;
  Object.assign(console, { error: () => {}, warn: () => {} });
  return () => {
    process.stderr.write = write;
    Object.assign(console, { error, warn });
  };
}
