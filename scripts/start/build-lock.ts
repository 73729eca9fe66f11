import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isTaken } from "./folder";
import { commandOf } from "./processes";

/**
 * Waits for its turn to build: two starts of one checkout, with data folders of their own, share `.next`.
 *
 * @throws Error for a person, when nothing can be written here
 * @returns the function that gives the turn to the next
 */
export async function lockBuild(root: string, signal: AbortSignal): Promise<() => void> {
  const file = join(root, "node_modules", ".brevduva-build");
  for (;;) {
    signal.throwIfAborted();
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (cause) {
      if (!isTaken(cause))
        throw new Error(`The app cannot be built: nothing can be written in ${root}.`, { cause });
      if (isAbandoned(file)) rmSync(file, { force: true });
      else await sleep(200);
    }
  }
}

function isAbandoned(file: string): boolean {
  try {
    const holder = Number(readFileSync(file, "utf8"));
    return holder > 0 && (holder === process.pid || !commandOf(holder).includes("bootstrap.mjs"));
  } catch {
    return false;
  }
}
