import { execFileSync, spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "./binaries";
import type { Place } from "./place";

/** Creates the cluster unless it exists. One that was interrupted halfway is created again. */
export function initialise(place: Place, binaries: Binaries, password: string): void {
  if (existsSync(place.cluster)) return;
  const unfinished = `${place.cluster}.unfinished`;
  const passwordFile = join(place.base, "initdb.password");
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const { uid, gid } = place.identity;
  try {
    if (uid !== undefined && gid !== undefined) {
      chownSync(passwordFile, uid, gid);
      mkdirSync(unfinished, { mode: 0o700 });
      chownSync(unfinished, uid, gid);
    }
    execFileSync(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        "--username=postgres",
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--set=timezone=UTC",
        "--no-instructions",
      ],
      { ...place.identity, cwd: "/", env: serverEnvironment(), stdio: "pipe" },
    );
  } catch (cause) {
    throw new Error(`PostgreSQL could not be initialised in ${place.cluster}.`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, place.cluster);
}

export type Server = { pid: number; exited: Promise<void> };

/**
 * Starts the server on 127.0.0.1 and waits until it accepts connections.
 *
 * @param settings server settings by name, such as `{ fsync: "off" }`
 */
export async function launch(
  place: Place,
  binaries: Binaries,
  port: number,
  settings: Record<string, string>,
): Promise<Server> {
  const all = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    /* Nobody rotates the log file, and two lines every five minutes would fill it. */
    log_checkpoints: "off",
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const logFile = join(place.base, "server.log");
  const log = openSync(logFile, "a", 0o640);
  // In its own process group, so that Ctrl-C reaches only the starter, which stops everything in order.
  const child = spawn(binaries.postgres, ["-D", place.cluster, ...options], {
    ...place.identity,
    cwd: "/",
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    const leave = () => {
      gone = true;
      resolve();
    };
    child.once("exit", leave);
    child.once("error", leave);
  });
  const deadline = Date.now() + 120_000;
  while (!gone && Date.now() < deadline) {
    if (child.pid !== undefined && readyPid(place.cluster) === child.pid) return { pid: child.pid, exited };
    await sleep(20);
  }
  child.kill("SIGKILL");
  throw new Error(`PostgreSQL did not start. The end of ${logFile}:\n${tail(logFile)}`);
}

/**
 * Stops the server that a killed starter left behind on this cluster, if there is one.
 *
 * @returns whether one was found
 */
export async function stopLeftover(place: Place): Promise<boolean> {
  const pid = Number(pidFile(place.cluster)[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !commandOf(pid).includes(place.cluster)) return false;
  await stopProcess(pid, () => commandOf(pid) !== "");
  return true;
}

/** Fast shutdown; after `patience` milliseconds an immediate one, and finally SIGKILL. */
export async function stopProcess(pid: number, alive: () => boolean, patience = 6000): Promise<void> {
  const steps = [
    { signal: "SIGINT", wait: patience },
    { signal: "SIGQUIT", wait: 1000 },
    { signal: "SIGKILL", wait: 1000 },
  ] as const;
  for (const { signal, wait } of steps) {
    if (!alive()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadline = Date.now() + wait;
    while (alive() && Date.now() < deadline) await sleep(20);
  }
}

function readyPid(cluster: string): number | undefined {
  const lines = pidFile(cluster);
  return lines[7]?.trim() === "ready" ? Number(lines[0]) : undefined;
}

function pidFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

/** Checks the command line, because the process number may have been reused. */
function commandOf(pid: number): string {
  try {
    if (existsSync("/proc/self/cmdline")) return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** No PG* variable of the caller may change what server this is. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC" };
}

function tail(file: string): string {
  return readFileSync(file, "utf8").split("\n").slice(-15).join("\n");
}
