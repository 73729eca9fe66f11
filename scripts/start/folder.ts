import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { belongsTo, commandOf } from "./processes";

/** The folder that keeps everything of one installation between starts. */
export type DataFolder = { path: string; file(name: string): string };

const services = ["app", "jobs", "mail", "postgres"] as const;
export type Service = (typeof services)[number];
export type Pids = Partial<Record<Service, number>>;

const pidsFile = z.partialRecord(z.enum(services), z.number().int());

/** Opens the folder, making it when missing. Its files with secrets are closed one by one. */
export function openFolder(path: string): DataFolder {
  const folder = resolve(path);
  if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o711);
  return { path: folder, file: (name) => join(folder, name) };
}

/**
 * Takes the folder for this process.
 *
 * @throws Error when another start has it
 */
export function lock(folder: DataFolder): () => void {
  const file = folder.file("lock");
  for (let attempt = 1; ; attempt++) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: "wx", mode: 0o644 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      const holder = Number(readFileSync(file, "utf8"));
      if (attempt > 3) throw error;
      if (holder !== process.pid && commandOf(holder).includes("bootstrap.mjs")) {
        throw new Error(
          `Brevduva is running already on the data folder ${folder.path} (process ${holder}). Stop it first, or set BREVDUVA_DATA to another folder.`,
        );
      }
      rmSync(file, { force: true });
    }
  }
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

/** Whole or not at all: a reader never sees half a file. */
export function writeJson(file: string, value: unknown, mode: number): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(`${file}.new`, file);
}
