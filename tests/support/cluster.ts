import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../../embedded/postgres/start";

declare module "vitest" {
  export interface ProvidedContext {
    /** Superuser's URL of the database server that this run uses. */
    clusterUrl: string;
  }
}

const prefix = "brevduva-tests-";

/**
 * One database server for the whole run: TEST_DATABASE_URL (a superuser, of PostgreSQL 15 or
 * newer) where it is set, else an embedded one without durability in a temporary folder.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide("clusterUrl", given);
    return async () => {};
  }
  await removeLeftovers();
  const dataDir = join(tmpdir(), `${prefix}${process.pid}`);
  const postgres = await startPostgres({
    dataDir,
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      max_connections: "300",
      shared_buffers: "64MB",
      autovacuum_naptime: "10min",
    },
  });
  project.provide("clusterUrl", postgres.ownerUrl);
  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** Removes the servers and folders of killed runs. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dataDir = join(tmpdir(), name);
    if (isRunning(Number(name.slice(prefix.length))) || !isOurs(dataDir)) continue;
    const pidFile = join(dataDir, "cluster", "postmaster.pid");
    try {
      if (existsSync(pidFile))
        execFileSync("kill", ["-QUIT", readFileSync(pidFile, "utf8").split("\n")[0] ?? ""]);
    } catch {
      // The server is gone already.
    }
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Whether the folder is ours: another user's run may be active. */
function isOurs(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
