import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { takeLock } from "./lock.mjs";
import { belongsTo } from "./processes";

/** The folder that keeps everything of one installation between starts. */
export type DataFolder = { path: string; file(name: string): string };

const services = ["app", "jobs", "mail", "postgres"] as const;
export type Service = (typeof services)[number];
/** `step` is a program that runs before the app: the demo, the build. */
export type Pids = Partial<Record<Service | "step", number>>;

const pidsFile = z.partialRecord(z.enum([...services, "step"]), z.number().int());

/**
 * Opens the folder, making it when missing. Its files with secrets are closed one by one.
 *
 * @throws Error for a person, when it cannot be made
 */
export function openFolder(path: string): DataFolder {
  const folder = resolve(path);
  try {
    if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o711);
  } catch (cause) {
    throw unusable(folder, cause);
  }
  return { path: folder, file: (name) => join(folder, name) };
}

/**
 * Takes the folder for this process.
 *
 * @throws Error for a person, when another start has it or it cannot be written to
 */
export function lock(folder: DataFolder): () => void {
  const file = folder.file("lock");
  const holder = lockOrHolder(folder.path, file);
  if (holder !== null) {
    throw new Error(
      `Brevduva is running already on the data folder ${folder.path} (process ${holder}). Stop it first, or set BREVDUVA_DATA to another folder.`,
    );
  }
  return () => rmSync(file, { force: true });
}

function lockOrHolder(path: string, file: string): number | null {
  try {
    return takeLock(file);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): Error {
  return new Error(
    `The data folder ${path} cannot be written to. Give it to the user who starts Brevduva, or set BREVDUVA_DATA to another folder.`,
    { cause },
  );
}

export function writePids(folder: DataFolder, pids: Pids): void {
  writeJson(folder.file("pids.json"), pids, 0o644);
}

/** The processes that a killed start has left, of those that still belong to this folder. */
export function leftovers(folder: DataFolder): Pids {
  const parsed = pidsFile.safeParse(readJson(folder.file("pids.json")));
  if (!parsed.success) return {};
  const alive = Object.entries(parsed.data).filter(([, pid]) => belongsTo(pid, folder.path));
  return pidsFile.parse(Object.fromEntries(alive));
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Writes the file atomically, so that a reader never sees half of it. */
export function writeJson(file: string, value: unknown, mode: number): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(`${file}.new`, file);
}
