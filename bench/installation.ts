import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../embedded/postgres/free-port";

export type Installation = { port: number; data: string; stop(): Promise<void> };

/** The environment of this program before it adopted an installation's. */
const given = { ...process.env };

/**
 * Starts a whole installation in its own folder, as `npm start` does. The calling program adopts the
 * environment of the installation that it started last.
 *
 * @param root folder of the sources: these, unless a bench has its own build.
 */
export async function startInstallation(
  settings: Record<string, string>,
  root = process.cwd(),
): Promise<Installation> {
  const data = mkdtempSync(join(tmpdir(), "brevduva-bench-"));
  /* PostgreSQL runs as another user where this is run as root. */
  chmodSync(data, 0o755);
  const port = await freePort();
  const env = { ...given, ...settings, BREVDUVA_DATA: data, PORT: String(port), LOG_LEVEL: "warn" };
  const child = spawn(process.execPath, ["scripts/bootstrap.mjs", "start"], {
    env,
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  const { useInstallation } = await import("../scripts/environment");
  useInstallation();
  return { port, data, stop };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      printed = (printed + chunk).slice(-4000);
      if (/^ready http/m.test(printed)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${printed}`)));
  });
}
