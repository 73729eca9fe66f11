import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { commandOf } from "./lock.mjs";

/** A process that was started here and can be stopped here. */
export type Running = {
  pid: number;
  /** How it ended, in words. */
  exited: Promise<string>;
  stop(): Promise<void>;
};

export type Command = {
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Gets every line that the process writes. */
  line(text: string): void;
  /** Milliseconds between the request to stop and the force. */
  patience: number;
};

/**
 * Starts a Node program in a process group of its own, so that Ctrl-C reaches us alone and what it starts
 * itself is stopped with it.
 */
export async function launchNode({ args, env, line, patience }: Command): Promise<Running> {
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", line);
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  if (child.pid === undefined) throw new Error(`${args.join(" ")}: ${await exited}`);
  const { pid } = child;
  return { pid, exited, stop: () => stopGroup(pid, patience) };
}

/** SIGTERM to the group, then SIGKILL when it has not gone within `patience` milliseconds. */
export async function stopGroup(pid: number, patience: number): Promise<void> {
  signalGroup(pid, "SIGTERM");
  const deadline = Date.now() + patience;
  while (groupAlive(pid) && Date.now() < deadline) await sleep(20);
  if (!groupAlive(pid)) return;
  signalGroup(pid, "SIGKILL");
  const last = Date.now() + 1000;
  while (groupAlive(pid) && Date.now() < last) await sleep(20);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has gone.
  }
}

function groupAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether a process was started for this data folder: its number alone may have been given to another. */
export function belongsTo(pid: number, folder: string): boolean {
  const command = commandOf(pid);
  if (command === "" || command.includes(folder)) return command !== "";
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`BREVDUVA_DATA=${folder}`);
  } catch {
    return !existsSync("/proc/self/environ") && /next|embedded/.test(command);
  }
}
