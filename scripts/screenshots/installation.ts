import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../embedded/postgres/free-port";

/** A running Brevduva with its demo. */
export type Installation = {
  url: string;
  outbox: string;
  login: { email: string; password: string };
  stop(): Promise<void>;
};

const PATIENCE = 300_000;

/**
 * Runs `npm start` on a folder of its own and waits until it is ready; `stop` removes the folder.
 *
 * @throws Error with what was printed, when it ends or takes longer than five minutes
 */
export async function startInstallation(root: string): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), "brevduva-screenshots-"));
  // PostgreSQL runs as another user where this is run as root.
  chmodSync(folder, 0o755);
  const child = spawn(process.execPath, ["scripts/bootstrap.mjs", "start"], {
    cwd: root,
    env: { ...process.env, PORT: String(await freePort()), BREVDUVA_DATA: join(folder, "data") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const deadline = Date.now() + PATIENCE;
  while (child.exitCode === null && Date.now() < deadline) {
    const found = readOutput(output);
    if (found) return { ...found, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`npm start did not become ready:\n${output}`);
}

/** Address, login and outbox from the last lines of `npm start`; undefined as long as one is missing. */
function readOutput(output: string): Omit<Installation, "stop"> | undefined {
  const url = /^ready (\S+)$/m.exec(output)?.[1];
  const login = /^demo login (\S+) password (\S+)$/m.exec(output);
  const outbox = /^outbox (\S+)$/m.exec(output)?.[1];
  const [, email, password] = login ?? [];
  return url && outbox && email && password ? { url, outbox, login: { email, password } } : undefined;
}
