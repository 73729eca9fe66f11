import { and, desc, eq, isNotNull, isNull, notInArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { imports } from "@/lib/db/schema/members";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { Conflict, NotFound } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import type { Actor } from "@/lib/log-book/record";
import { FAULT_CODES } from "@/lib/members/faults";
import { type ImportFile, readImportFile } from "@/lib/members/import/read";
import { type ImportResult, runImport } from "@/lib/members/import/run";
import { cleanLine } from "@/lib/members/input";

/** The result of an import as it is stored: without the names of the people in faulty rows. */
const resultSchema = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  faults: z.array(
    z.object({
      row: z.number(),
      field: z.string(),
      code: z.enum(FAULT_CODES),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});

/**
 * An import as its page shows it: waiting to be run, done, or too old for its file or its faults to be there.
 */
export type Upload = {
  id: string;
  fileName: string;
  createdAt: Date;
  /** Null until it is run. */
  finishedAt: Date | null;
  result: z.output<typeof resultSchema> | null;
};

/**
 * Hours for which an uploaded file is kept until it is run, and then its result, whose faults quote the file.
 */
const KEPT_HOURS = 24;

/** Files of one person that wait at a time: large ones could fill the disk. */
const KEPT_FILES = 5;

/** Keeps an uploaded file until it is run, too old, or followed by many others. @returns the import's id. */
export async function keepUpload(
  tx: Tx,
  officeId: string,
  { fileName, content, createdBy }: { fileName: string; content: Uint8Array; createdBy: string },
): Promise<string> {
  const [row] = await tx
    .insert(imports)
    .values({
      officeId,
      createdBy,
      fileName: cleanLine(fileName).slice(0, 200) || "csv",
      content: Buffer.from(content.buffer, content.byteOffset, content.length),
    })
    .returning({ id: imports.id });
  if (!row) throw new NotFound();
  const waiting = and(
    eq(imports.officeId, officeId),
    eq(imports.createdBy, createdBy),
    isNotNull(imports.content),
  );
  const newest = tx
    .select({ id: imports.id })
    .from(imports)
    .where(waiting)
    .orderBy(desc(imports.createdAt))
    .limit(KEPT_FILES);
  await tx
    .update(imports)
    .set({ content: null })
    .where(and(waiting, notInArray(imports.id, newest)));
  return row.id;
}

/** @throws NotFound if the office has no such import. */
export async function getUpload(tx: Tx, officeId: string, id: string): Promise<Upload> {
  if (!isUuid(id)) throw new NotFound();
  const { fileName, createdAt, finishedAt, result } = imports;
  const [row] = await tx
    .select({ id: imports.id, fileName, createdAt, finishedAt, result })
    .from(imports)
    .where(and(eq(imports.officeId, officeId), eq(imports.id, id)));
  if (!row) throw new NotFound();
  return { ...row, result: row.result === null ? null : resultSchema.parse(row.result) };
}

/**
 * Writes an uploaded file into the register, stores the result and deletes the file. Runs once, even if it is
 * requested twice.
 *
 * @param file what `readUpload` understood of it.
 * @throws NotFound if the office has no such import.
 * @throws Conflict if it was run before, or its file is gone.
 */
export async function runUpload(
  tx: Tx,
  officeId: string,
  actor: Actor,
  id: string,
  file: ImportFile,
  language: Language,
): Promise<ImportResult> {
  const own = and(eq(imports.officeId, officeId), eq(imports.id, id));
  const [row] = await tx.select({ finishedAt: imports.finishedAt }).from(imports).where(own).for("update");
  if (!row) throw new NotFound();
  const [claimed] = await tx
    .update(imports)
    .set({ content: null, finishedAt: sql`clock_timestamp()` })
    .where(and(own, isNull(imports.finishedAt), sql`${imports.content} is not null`))
    .returning({ id: imports.id });
  if (!claimed) throw new Conflict();
  const result = await runImport(tx, officeId, actor, file, language);
  await tx
    .update(imports)
    .set({ result: resultSchema.parse(result) })
    .where(own);
  return result;
}

/** Reads the file of an upload; null where it has been run or has become too old. */
export async function readUpload(officeId: string, id: string): Promise<ImportFile | null> {
  const content = await withOffice(officeId, (tx) => contentOf(tx, officeId, id));
  const file = content && (await readImportFile(content));
  return file && "rows" in file ? file : null;
}

/**
 * Bytes read from the database at a time. On the way they take six times the space, which is freed at once
 * for small values.
 */
const SLICE = 16 * 1024;

async function contentOf(tx: Tx, officeId: string, id: string): Promise<Buffer | null> {
  const own = and(eq(imports.officeId, officeId), eq(imports.id, id));
  const [row] = await tx
    .select({ size: sql<number | null>`length(${imports.content})` })
    .from(imports)
    .where(own);
  if (!row || row.size === null) return null;
  const content = Buffer.alloc(row.size);
  for (let at = 0; at < row.size; at += SLICE) {
    const slice = sql<Buffer | null>`substring(${imports.content} from ${at + 1} for ${SLICE})`;
    const [part] = await tx.select({ slice }).from(imports).where(own);
    /* The import was run in the meantime. */
    if (!part?.slice) return null;
    part.slice.copy(content, at);
  }
  return content;
}

/**
 * For the sweep: deletes files that were never imported and results that are a day old, in all offices.
 *
 * @returns how many.
 */
export async function purgeImports(tx: Tx): Promise<number> {
  const purged = await tx
    .update(imports)
    .set({ content: null, result: null })
    .where(
      and(
        sql`coalesce(${imports.finishedAt}, ${imports.createdAt}) < now() - make_interval(hours => ${KEPT_HOURS})`,
        or(isNotNull(imports.content), isNotNull(imports.result)),
      ),
    );
  return purged.count;
}
