import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pidsFile = z.object({ app: z.number(), jobs: z.number(), mail: z.number(), postgres: z.number() });

export type Installation = {
  /** Address of the app, as printed. */
  url: string;
  /** Address of the outbox, as printed. */
  outbox: string;
  process: ChildProcess;
  /** Everything that was printed so far. */
  output(): string;
  /** Process numbers of the parts, as they are now. */
  pids(): z.output<typeof pidsFile>;
  /** SIGTERM, and waits for the end. Resolves to the exit code. */
  stop(): Promise<number | null>;
};

export type InstallationOptions = {
  dataDir: string;
  port: number;
  mode?: "start" | "dev";
  env?: Record<string, string>;
  /** Milliseconds until it must be ready; a build may be among it. */
  patience?: number;
};

/** A data folder that the server's user can enter too, and the function that removes it. */
export function temporaryDataDir(): { dataDir: string; remove(): void } {
  const parent = mkdtempSync(join(tmpdir(), "brevduva-installation-"));
  chmodSync(parent, 0o755);
  return { dataDir: join(parent, "data"), remove: () => rmSync(parent, { recursive: true, force: true }) };
}

/**
 * Runs `npm start` as a person would, and waits for the line `ready …`.
 *
 * @throws Error with the whole output, when it ends or takes too long
 */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const started = launchStart(options);
  const deadline = Date.now() + (options.patience ?? 170_000);
  for (;;) {
    const url = /^ready (\S+)$/m.exec(started.output())?.[1];
    // Printed last; the lines come in one piece or in several.
    const outbox = /^outbox (\S+)$/m.exec(started.output())?.[1];
    if (url && outbox) {
      const pids = () => pidsFile.parse(JSON.parse(readFileSync(join(options.dataDir, "pids.json"), "utf8")));
      return { ...started, url, outbox, pids, stop: () => stopProcess(started.process) };
    }
    if (started.process.exitCode !== null || Date.now() > deadline) {
      await stopProcess(started.process);
      throw new Error(`npm start did not become ready:\n${started.output()}`);
    }
    await sleep(50);
  }
}

/** A start that may never become ready. */
type Launched = {
  process: ChildProcess;
  /** Everything that was printed so far. */
  output(): string;
  /** Resolves to the exit code, once all that was printed has been read. */
  ended: Promise<number | null>;
};

/** Runs `npm start` without waiting; for cases in which it should refuse. */
export function launchStart(options: InstallationOptions): Launched {
  const child = spawn("npm", ["run", options.mode ?? "start"], {
    cwd: root,
    env: { ...process.env, PORT: String(options.port), BREVDUVA_DATA: options.dataDir, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = once(child, "close").then(() => child.exitCode);
  return { process: child, output: () => output, ended };
}

/** Asks a process to stop and waits for its exit code. */
async function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
  return child.exitCode;
}
