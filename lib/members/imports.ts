import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { imports } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { Conflict, NotFound } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import type { Actor } from "@/lib/log-book/record";
import { FAULT_CODES } from "@/lib/members/faults";
import { type ImportFile, readImportFile } from "@/lib/members/import/read";
import { type ImportResult, runImport } from "@/lib/members/import/run";
import { cleanLine } from "@/lib/members/input";

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

/** An import as its page shows it: still to be run, run, or too old to be run. */
export type Upload = {
  id: string;
  fileName: string;
  createdAt: Date;
  content: Buffer | null;
  result: z.output<typeof resultSchema> | null;
};

/** Hours that an uploaded file waits for "write it". */
const KEPT_HOURS = 24;

/** Keeps an uploaded file until it is run or too old. @returns the import's id. */
export async function keepUpload(
  tx: Tx,
  officeId: string,
  upload: { fileName: string; content: Uint8Array; createdBy: string },
): Promise<string> {
  const [row] = await tx
    .insert(imports)
    .values({
      officeId,
      createdBy: upload.createdBy,
      fileName: cleanLine(upload.fileName).slice(0, 200) || "csv",
      content: Buffer.from(upload.content),
    })
    .returning({ id: imports.id });
  if (!row) throw new NotFound();
  return row.id;
}

/** @throws NotFound if the office has no such import. */
export async function getUpload(tx: Tx, officeId: string, id: string): Promise<Upload> {
  if (!z.uuid().safeParse(id).success) throw new NotFound();
  const [row] = await tx
    .select()
    .from(imports)
    .where(and(eq(imports.officeId, officeId), eq(imports.id, id)));
  if (!row) throw new NotFound();
  return { ...row, result: row.result === null ? null : resultSchema.parse(row.result) };
}

/**
 * Writes an uploaded file into the register, keeps what became of each row and forgets the file.
 * Asked twice, it is done once.
 *
 * @param file what `getUpload`'s content was understood as.
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
  await tx.update(imports).set({ result }).where(own);
  return result;
}

/** Reads the file of an upload; null where it has been run or has become too old. */
export async function readUpload({ content }: Upload): Promise<ImportFile | null> {
  const file = content && (await readImportFile(content));
  return file && "rows" in file ? file : null;
}

/** For the sweep: forgets files that nobody ran, in all offices. @returns how many. */
export async function purgeImports(tx: Tx): Promise<number> {
  const purged = await tx
    .update(imports)
    .set({ content: null })
    .where(
      and(
        lt(imports.createdAt, sql`now() - make_interval(hours => ${KEPT_HOURS})`),
        sql`${imports.content} is not null`,
      ),
    );
  return purged.count;
}
