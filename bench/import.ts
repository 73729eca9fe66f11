import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";
import { closeDatabase } from "../lib/db/client";
import { withOffice } from "../lib/db/tenant";
import { readImportFile } from "../lib/members/import/read";
import { runImport } from "../lib/members/import/run";
import { atLeast, type Figure } from "./figure";
import { startInstallation } from "./installation";
import { memberFile, memberList } from "./member-list";
import { addOffice } from "./offices";
import { ownerConnection } from "./owner";

const ROWS = 50_000;
/** Alternating, so that a temporarily busy machine affects both. */
const ROUNDS = 5;

/**
 * Imports a CSV file of 50,000 people into an office's register, from its bytes to the commit, compared with
 * a raw COPY of the same rows into a bare table with the same columns and indexes: without triggers, checks,
 * foreign keys, row-level security or any look-up.
 */
export async function importFile(): Promise<Figure[]> {
  const installation = await startInstallation({});
  const owner = ownerConnection(installation.data);
  try {
    await owner`create table bare_members (like members including defaults including generated including indexes)`;
    const seconds = { imported: 0, copied: 0 };
    for (let round = 0; round <= ROUNDS; round++) {
      const rows = memberList(ROWS, `round${round}.example.org`);
      const officeId = await addOffice(0);
      const imported = await timed(() => importInto(officeId, memberFile(rows)));
      const copied = await timed(() => copyInto(owner, officeId, rows));
      /* The first of both warms up. */
      if (round === 0) continue;
      seconds.imported += imported;
      seconds.copied += copied;
    }
    const total = ROUNDS * ROWS;
    return [atLeast("import", "rows/s", total / seconds.imported, total / seconds.copied, 0.25)];
  } finally {
    await owner.end();
    await closeDatabase();
    await installation.stop();
  }
}

async function importInto(officeId: string, bytes: Buffer): Promise<void> {
  const file = await readImportFile(bytes);
  if ("fileFault" in file) throw new Error(`the file cannot be read: ${file.fileFault}`);
  const { created } = await withOffice(officeId, (tx) =>
    runImport(tx, officeId, { kind: "operator" }, file, "sv"),
  );
  if (created !== ROWS) throw new Error(`${created} of ${ROWS} rows were written`);
}

async function copyInto(owner: postgres.Sql, officeId: string, rows: string[][]): Promise<void> {
  const lines = rows.map((row) => `${officeId}\t${row.join("\t")}\tunconfirmed\n`);
  const copy = await owner`
    copy bare_members (office_id, first_name, last_name, organisation, street, postal_code, city, email, phone,
      email_status) from stdin`.writable();
  await pipeline(Readable.from([lines.join("")]), copy);
}

/** @returns how many seconds it took. */
async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
