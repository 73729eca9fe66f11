import { setImmediate } from "node:timers/promises";
import { type Fault, faultsOf } from "@/lib/members/faults";
import {
  type Column,
  columnsOf,
  headerAt,
  isBlank,
  namesPeople,
  namesSomeone,
} from "@/lib/members/import/columns";
import { decodeFile, type Encoding } from "@/lib/members/import/decode";
import type { FileFault } from "@/lib/members/import/file-faults";
import { MAX_COLUMNS, MAX_ROWS, type Separator, separate } from "@/lib/members/import/separate";
import { splitName } from "@/lib/members/import/split-name";
import { type Card, type CardInput, cardSchema } from "@/lib/members/input";

/** A row of the file that may be written; `row` as in a spreadsheet, the first row being 1. */
export type ImportRow = { row: number; card: Card };

export type RowFault = Fault & { row: number };

export type ImportFile = {
  encoding: Encoding;
  separator: Separator;
  columns: Column[];
  /** False for a file of addresses alone: names are then not compared. */
  hasNames: boolean;
  rows: ImportRow[];
  faults: RowFault[];
};

/** Rows between which the program lets others get a word in. */
const BREATH = 2_000;

/**
 * Reads a list of people as associations have them. Never throws, whatever the bytes are.
 *
 * @returns the rows that can be written and the faults of those that cannot, or why the file as a
 *   whole cannot be read.
 */
export async function readImportFile(bytes: Uint8Array): Promise<ImportFile | { fileFault: FileFault }> {
  const decoded = decodeFile(bytes);
  if ("fileFault" in decoded) return decoded;
  const separated = separate(decoded.text);
  if ("fileFault" in separated) return separated;
  const { records, separator } = separated;
  const at = headerAt(records);
  const header = records[at];
  if (!header) return { fileFault: "empty" };
  const columns = columnsOf(trimEnd(header));
  if (columns.length > MAX_COLUMNS) return { fileFault: "tooManyColumns" };
  if (!columns.some((column) => column.target)) return { fileFault: "noHeader" };
  if (!namesSomeone(columns)) return { fileFault: "noNames" };
  const body = await readRows(records, at + 1, columns);
  const count = body.rows.length + new Set(body.faults.map((fault) => fault.row)).size;
  if (count === 0) return { fileFault: "noRows" };
  if (count > MAX_ROWS) return { fileFault: "tooManyRows" };
  return { encoding: decoded.encoding, separator, columns, hasNames: namesPeople(columns), ...body };
}

async function readRows(
  records: string[][],
  from: number,
  columns: Column[],
): Promise<Pick<ImportFile, "rows" | "faults">> {
  const rows: ImportRow[] = [];
  const faults: RowFault[] = [];
  for (let index = from; index < records.length; index++) {
    if (index % BREATH === 0) await setImmediate();
    const record = records[index] ?? [];
    /* A large file is not to stand in memory twice, as cells and as cards. */
    records[index] = [];
    if (isBlank(record)) continue;
    const row = index + 1;
    if (!isBlank(record.slice(columns.length))) {
      const values = { cells: record.length, columns: columns.length };
      faults.push({ row, field: "row", code: "tooManyCells", values });
      continue;
    }
    const parsed = cardSchema.safeParse(inputOf(record, columns));
    if (parsed.success) rows.push({ row, card: parsed.data });
    else for (const fault of faultsOf(parsed.error)) faults.push({ row, ...fault });
  }
  return { rows, faults };
}

/** Where two columns hold the same field (telephone and mobile), the first that says something counts. */
function inputOf(record: readonly string[], columns: readonly Column[]): CardInput {
  const input: CardInput = {};
  let name = "";
  columns.forEach(({ target }, index) => {
    const cell = record[index]?.trim();
    if (!cell || !target) return;
    if (target === "name") name ||= cell;
    else input[target] ||= cell;
  });
  return name && !input.firstName && !input.lastName ? { ...input, ...splitName(name) } : input;
}

/** Spreadsheets often write empty columns after the last one. */
function trimEnd(header: readonly string[]): string[] {
  return header.slice(0, header.findLastIndex((cell) => cell.trim() !== "") + 1);
}
