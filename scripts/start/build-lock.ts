import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "./lock.mjs";

/**
 * Waits for its turn to build: two starts of one checkout with different data folders share `.next`.
 *
 * @throws Error for a person, when nothing can be written here
 * @returns the function that passes the turn on
 */
export async function lockBuild(root: string, signal: AbortSignal): Promise<() => void> {
  const file = join(root, "node_modules", ".brevduva-build");
  try {
    while (takeLock(file) !== null) await sleep(200, undefined, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(`The app cannot be built: nothing can be written in ${root}.`, { cause });
  }
  return () => rmSync(file, { force: true });
}
