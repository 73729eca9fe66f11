import { existsSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, isBuilt, markBuilt, markUnbuilt } from "./build";
import { lockBuild } from "./build-lock";
import { launchNode } from "./processes";

export type Step = {
  root: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  log(line: string): void;
  /** Is told the process that runs. */
  started?(pid: number): void;
};

/** Builds the app, unless the last build was of the same sources. */
export async function buildApp(step: Step): Promise<void> {
  if (isBuilt(step.root)) return;
  const unlock = await lockBuild(step.root, step.signal);
  try {
    if (isBuilt(step.root)) return;
    step.log("building the app …");
    const print = fingerprint(step.root);
    markUnbuilt(step.root);
    await runToEnd("build", [nextProgram(step.root), "build"], step);
    markBuilt(step.root, print);
  } finally {
    unlock();
  }
}

/** Fills an empty database with the demo. */
export async function seedDemo(step: Step): Promise<void> {
  const program = join(step.root, "scripts", "seed-demo.ts");
  if (existsSync(program)) await runToEnd("demo", ["--import", "tsx", program], step);
}

export function nextProgram(root: string): string {
  return join(root, "node_modules", "next", "dist", "bin", "next");
}

/** Runs a program that ends by itself; a raised signal stops it. */
async function runToEnd(name: string, args: string[], { env, signal, log, started }: Step): Promise<void> {
  signal.throwIfAborted();
  const running = await launchNode({ args, env, line: (text) => log(`${name} | ${text}`), patience: 1000 });
  started?.(running.pid);
  const stop = () => void running.stop();
  signal.addEventListener("abort", stop, { once: true });
  const end = await running.exited;
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (end !== "exit code 0") throw new Error(`The step "${name}" failed (${end}); see the lines above.`);
}
