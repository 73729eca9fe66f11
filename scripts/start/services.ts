import { join } from "node:path";
import { ensureDatabases } from "../../embedded/postgres/databases";
import { type RunningPostgres, startPostgres } from "../../embedded/postgres/start";
import type { DataFolder } from "./folder";
import { launchNode, type Running } from "./processes";
import { jobsEnvironment, mailEnvironment, type Plan } from "./settings";
import { nextProgram } from "./steps";

/* Together, and with what follows each SIGKILL, below the ten seconds that a stop may take. */
const PATIENCE = { app: 2000, jobs: 1500, mail: 1000, postgres: 4000 };

/**
 * V8's memory settings for the app, sizes in megabytes: a heap several times as large as needed, the usual
 * young generation whatever the machine, and garbage collection each time the heap has grown by a third. By
 * default V8 waits for two thirds; and with a limit from two gigabytes on, which Node sets on a large
 * machine, until the heap has grown fourfold.
 */
const HEAP = ["--max-old-space-size=1024", "--max-semi-space-size=16", "--heap-growing-percent=30"];

/** By default glibc keeps up to eight pools per core, each of which retains freed memory. */
const MALLOC_ARENAS = "2";

/**
 * Milliseconds for which an idle connection is kept: longer than proxies keep theirs (nginx one minute, Caddy
 * two), since a proxy that sends on a connection while it is being closed answers 502. Node's default is five
 * seconds.
 */
const IDLE = 130_000;

export type Log = (line: string) => void;

export async function launchPostgres(
  folder: DataFolder,
  port: number,
  log: Log,
): Promise<{ postgres: RunningPostgres; running: Running }> {
  const postgres = await startPostgres({ dataDir: folder.file("postgres"), port, log });
  try {
    await ensureDatabases(postgres.ownerUrl, ["brevduva", "brevduva_jobs", "brevduva_mail"]);
  } catch (cause) {
    await postgres.stop(PATIENCE.postgres);
    throw new Error("The databases could not be made; PostgreSQL's server.log may say more.", { cause });
  }
  const running = {
    pid: postgres.pid,
    exited: postgres.exited.then(() => "the server is gone"),
    stop: () => postgres.stop(PATIENCE.postgres),
  };
  return { postgres, running };
}

type Place = { root: string; folder: DataFolder; log: Log };

export function launchJobs(plan: Plan, place: Place): Promise<Running> {
  return launchProgram("jobs", join("embedded", "inngest", "main.ts"), jobsEnvironment(plan), place);
}

export function launchMail(plan: Plan, place: Place): Promise<Running> {
  return launchProgram("mail", join("embedded", "resend", "main.ts"), mailEnvironment(plan), place);
}

function launchProgram(
  name: "jobs" | "mail",
  program: string,
  env: NodeJS.ProcessEnv,
  place: Place,
): Promise<Running> {
  return launchNode({
    args: ["--import", "tsx", join(place.root, program)],
    env: { ...env, NODE_ENV: "production", BREVDUVA_DATA: place.folder.path },
    line: (text) => place.log(`${name} | ${text}`),
    patience: PATIENCE[name],
  });
}

export function launchApp(
  mode: "start" | "dev",
  { settings }: Plan,
  env: NodeJS.ProcessEnv,
  place: Place,
): Promise<Running> {
  /* Next's development server compiles, which needs more memory. */
  const heap = mode === "start" ? HEAP : [];
  const idle = mode === "start" ? ["--keepAliveTimeout", String(IDLE)] : [];
  const where = ["-H", settings.HOST, "-p", String(settings.PORT)];
  return launchNode({
    args: [...heap, nextProgram(place.root), mode, ...where, ...idle],
    env: {
      MALLOC_ARENA_MAX: MALLOC_ARENAS,
      ...env,
      NODE_ENV: mode === "dev" ? "development" : "production",
      BREVDUVA_DATA: place.folder.path,
    },
    line: (text) => place.log(`app | ${text}`),
    patience: PATIENCE.app,
  });
}
