import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { migrate } from "../lib/db/migrate";
import { explain } from "./explain";
import {
  type DataFolder,
  leftovers,
  lock,
  openFolder,
  type Pids,
  readJson,
  type Service,
  writePids,
} from "./start/folder";
import { waitUntilHealthy } from "./start/health";
import { choosePorts, isBusy } from "./start/ports";
import { stopGroup } from "./start/processes";
import { readSecrets } from "./start/secrets";
import { launchApp, launchJobs, launchMail, launchPostgres } from "./start/services";
import {
  appEnvironment,
  chooseEmbedded,
  homeUrl,
  localUrl,
  type Plan,
  readSettings,
  type Settings,
} from "./start/settings";
import { readSettingsFile } from "./start/settings-file";
import { buildApp, seedDemo } from "./start/steps";
import { type Kept, keepRunning } from "./start/supervise";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mode = process.argv[2] === "dev" ? "dev" : "start";
const stopping = new AbortController();
const kept: Partial<Record<Service, Kept>> = {};
const pids: Pids = {};

const log = (line: string) => void process.stdout.write(`${line}\n`);
process.stdout.on("error", () => {});

const ended = run().then(
  () => 0,
  (error: unknown) => {
    if (stopping.signal.aborted) return 0;
    console.error(explain(error));
    return 1;
  },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
if (process.env.npm_lifecycle_event) stopWithNpm(process.ppid);
process.exit(await ended);

async function run(): Promise<void> {
  readSettingsFile();
  const settings = readSettings(process.env);
  const folder = openFolder(settings.BREVDUVA_DATA);
  const unlock = lock(folder);
  try {
    await stopLeftovers(folder);
    await refuseBusyPort(settings);
    await startAll(settings, folder);
    await new Promise((_, reject) => stopping.signal.addEventListener("abort", reject, { once: true }));
  } finally {
    for (const service of ["app", "jobs", "mail", "postgres"] as const) await kept[service]?.stop();
    writePids(folder, {});
    unlock();
  }
}

async function startAll(settings: Settings, folder: DataFolder): Promise<void> {
  const embedded = chooseEmbedded(settings);
  const secrets = readSecrets(folder);
  const ports = await choosePorts(folder);
  const place = { root, folder, log };
  const keep = async (service: Service, launch: Parameters<typeof keepRunning>[1]) => {
    stopping.signal.throwIfAborted();
    kept[service] = await keepRunning(
      service,
      launch,
      (pid) => writePids(folder, Object.assign(pids, { [service]: pid })),
      log,
    );
  };

  const plan: Plan = { settings, embedded, secrets, ports, databaseUrl: noDatabase };
  if (embedded.database || embedded.jobs || embedded.mail) {
    await keep("postgres", async () => {
      const { postgres, running } = await launchPostgres(folder, ports.postgres, log);
      plan.databaseUrl = postgres.url;
      return running;
    });
  }
  const env = appEnvironment(plan);
  await migrateDatabase(plan, env.DATABASE_URL ?? "");
  const stepEnv = { ...env, NODE_ENV: "production" as const, BREVDUVA_DATA: folder.path };
  const started = (pid: number) => writePids(folder, Object.assign(pids, { step: pid }));
  const step = { root, env: stepEnv, signal: stopping.signal, log, started };
  if (embedded.mail) await keep("mail", () => launchMail(plan, place));
  if (embedded.database && !existsSync(folder.file("demo.json"))) await seedDemo(step);
  if (mode === "start") await buildApp(step);
  if (embedded.jobs) await keep("jobs", () => launchJobs(plan, place));
  const crashing = new AbortController();
  let starts = 0;
  await keep("app", () => {
    if (++starts > 3) crashing.abort(new Error("The app ends right after its start; see its lines above."));
    return launchApp(mode, plan, env, place);
  });
  const signal = AbortSignal.any([stopping.signal, crashing.signal]);
  await waitUntilHealthy(`${localUrl(settings)}/api/health`, embedded, 180_000, signal);
  announce(plan, folder);
}

async function refuseBusyPort({ HOST, PORT }: Settings): Promise<void> {
  const busy = await isBusy(PORT, HOST).catch((cause: unknown) => {
    throw new Error(`The app cannot listen on port ${PORT} of ${HOST}. Set PORT or HOST to another one.`, {
      cause,
    });
  });
  if (busy) {
    throw new Error(`Port ${PORT} is taken by another program. Stop it, or set PORT to another one.`);
  }
}

async function migrateDatabase({ settings, embedded, databaseUrl }: Plan, appUrl: string): Promise<void> {
  const ownerUrl = embedded.database ? databaseUrl("brevduva") : settings.DATABASE_OWNER_URL;
  if (ownerUrl) await migrate({ ownerUrl, appUrl });
  else log("DATABASE_OWNER_URL is not set: the database is not migrated here. Use npm run db:migrate.");
}

/** Stops the processes of a killed start, which would hold the ports and use the same data. */
async function stopLeftovers(folder: DataFolder): Promise<void> {
  const { app, jobs, mail, step } = leftovers(folder);
  const pidsLeft = [app, jobs, mail, step].filter((pid) => pid !== undefined);
  if (pidsLeft.length > 0) log("Stopping what an earlier start left behind …");
  await Promise.all(pidsLeft.map((pid) => stopGroup(pid, 2000)));
}

function announce({ settings, embedded, ports }: Plan, folder: DataFolder): void {
  log(`ready ${homeUrl(settings)}`);
  const demo = z
    .object({ email: z.string(), password: z.string() })
    .safeParse(readJson(folder.file("demo.json")));
  if (embedded.database && demo.success) log(`demo login ${demo.data.email} password ${demo.data.password}`);
  if (embedded.mail) log(`outbox http://localhost:${ports.mail}`);
}

/** Stops when npm is gone, since it may be killed without passing the signal on. */
function stopWithNpm(npm: number): void {
  setInterval(() => {
    if (process.ppid !== npm) stopping.abort();
  }, 500).unref();
}

function noDatabase(): never {
  throw new Error("There is no embedded database in this set-up.");
}
