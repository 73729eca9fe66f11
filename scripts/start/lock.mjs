// Plain JavaScript: it is needed before the packages are there.
import { execFileSync } from "node:child_process";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Takes a file as a lock, also when it belongs to a start that has ended.
 *
 * @param {string} file
 * @throws Error when nothing can be written there
 * @returns {number | null} null when it was taken, else the process that has it
 */
export function takeLock(file) {
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

/**
 * Removes the lock of a holder that is gone; one that another start has put in its place meanwhile stays.
 *
 * @param {string} file
 * @param {number} holder
 */
export function removeLock(file, holder) {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
    if (readHolder(aside) !== holder) linkSync(aside, file);
  } catch {
    // Another start was faster: the next attempt sees whose it is.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} file */
function readHolder(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/**
 * Whether a file could not be made because there is one.
 *
 * @param {unknown} cause
 */
function isTaken(cause) {
  return cause instanceof Error && "code" in cause && cause.code === "EEXIST";
}

/**
 * The command line of a process; empty when there is no such process.
 *
 * @param {number} pid
 * @returns {string}
 */
export function commandOf(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return "";
  try {
    if (existsSync("/proc/self/cmdline")) return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
