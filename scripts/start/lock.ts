import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { commandOf } from "./processes";

/**
 * Takes a file as a lock, also from a start that is gone.
 *
 * @throws Error when nothing can be written there
 * @returns null when it is taken, else the process of the start that has it
 */
export function takeLock(file: string): number | null {
  const mine = `${file}.${process.pid}`;
  for (let attempt = 1; ; attempt++) {
    try {
      writeFileSync(mine, `${process.pid}\n`, { mode: 0o644 });
      linkSync(mine, file);
      return null;
    } catch (cause) {
      if (attempt > 3 || !isTaken(cause)) throw cause;
      const holder = readHolder(file);
      if (holder !== process.pid && commandOf(holder).includes("bootstrap.mjs")) return holder;
      removeLock(file, holder);
    } finally {
      rmSync(mine, { force: true });
    }
  }
}

/** Removes the lock of a holder that is gone; one that another start has put in its place meanwhile stays. */
export function removeLock(file: string, holder: number): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
    if (readHolder(aside) !== holder) linkSync(aside, file);
  } catch {
    // Another start was quicker: the next attempt sees whose it is.
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/** Whether a file could not be made because there is one. */
function isTaken(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EEXIST";
}
