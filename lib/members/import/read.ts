import { type Fault, faultsOf } from "@/lib/members/faults";
import {
  type Column,
  columnsOf,
  HEADER_WITHIN,
  headerAt,
  isBlank,
  namesPeople,
  namesSomeone,
} from "@/lib/members/import/columns";
import { decodeFile, type Encoding } from "@/lib/members/import/decode";
import type { FileFault } from "@/lib/members/import/file-faults";
import { type ImportRow, PackedRows } from "@/lib/members/import/packed-rows";
import {
  MAX_COLUMNS,
  MAX_RECORDS,
  MAX_ROWS,
  OpenQuote,
  type Separated,
  type Separator,
  separate,
} from "@/lib/members/import/separate";
import { splitName } from "@/lib/members/import/split-name";
import { type CardInput, cardSchema } from "@/lib/members/input";

export type RowFault = Fault & { row: number };

export type ImportFile = {
  encoding: Encoding;
  separator: Separator;
  columns: Column[];
  /** False for a file of addresses alone: names are then not compared. */
  hasNames: boolean;
  rows: PackedRows;
  /** The first good rows, to be shown. */
  firstRows: ImportRow[];
  faults: RowFault[];
};

const FIRST_ROWS = 5;

/**
 * Reads a list of people as associations have them, row by row. Never throws, whatever the bytes are.
 *
 * @returns the rows that can be written and the faults of those that cannot, or why the file as a
 *   whole cannot be read.
 */
export async function readImportFile(bytes: Uint8Array): Promise<ImportFile | { fileFault: FileFault }> {
  const decoded = decodeFile(bytes);
  if ("fileFault" in decoded) return decoded;
  const separated = await separate(decoded.parts);
  if ("fileFault" in separated) return separated;
  try {
    const read = await readRecords(separated);
    if ("fileFault" in read) return read;
    return { encoding: decoded.encoding, separator: separated.separator, ...read };
  } catch (error) {
    if (error instanceof OpenQuote) return { fileFault: "quotes" };
    throw error;
  }
}

async function readRecords({
  portions,
}: Separated): Promise<Omit<ImportFile, "encoding" | "separator"> | { fileFault: FileFault }> {
  const top = await topOf(portions());
  const at = headerAt(top);
  const columns = columnsOf(trimEnd(top[at] ?? []));
  const headerFault = at < 0 ? "empty" : faultOfHeader(columns);
  const hasNames = namesPeople(columns);
  const rows = new PackedRows(hasNames);
  const firstRows: ImportRow[] = [];
  const faults: RowFault[] = [];
  let index = -1;
  let count = 0;
  for await (const portion of portions()) {
    for (const record of portion) {
      index++;
      /* Read to its end all the same: a quotation mark left open is the first thing to be mended. */
      if (headerFault || index <= at || isBlank(record)) continue;
      count++;
      if (count > MAX_ROWS) continue;
      const read = readRow(index + 1, record, columns);
      if ("card" in read) rows.add(read);
      else for (const fault of read) faults.push(fault);
      if ("card" in read && firstRows.length < FIRST_ROWS) firstRows.push(read);
    }
  }
  if (headerFault) return { fileFault: headerFault };
  if (count === 0) return { fileFault: "noRows" };
  if (count > MAX_ROWS || index + 1 >= MAX_RECORDS) return { fileFault: "tooManyRows" };
  return { columns, hasNames, rows, firstRows, faults };
}

/** As many rows as `headerAt` looks at. */
async function topOf(portions: AsyncIterable<string[][]>): Promise<string[][]> {
  const top: string[][] = [];
  let first = -1;
  for await (const portion of portions) {
    for (const record of portion) {
      top.push(record);
      if (first < 0 && !isBlank(record)) first = top.length - 1;
      if (first >= 0 && top.length === first + HEADER_WITHIN) return top;
    }
  }
  return top;
}

function faultOfHeader(columns: readonly Column[]): FileFault | null {
  if (columns.length > MAX_COLUMNS) return "tooManyColumns";
  if (!columns.some((column) => column.target)) return "noHeader";
  return namesSomeone(columns) ? null : "noNames";
}

function readRow(row: number, record: string[], columns: readonly Column[]): ImportRow | RowFault[] {
  if (!isBlank(record.slice(columns.length))) {
    const values = { cells: record.length, columns: columns.length };
    return [{ row, field: "row", code: "tooManyCells", values }];
  }
  const parsed = cardSchema.safeParse(inputOf(record, columns));
  return parsed.success
    ? { row, card: parsed.data }
    : faultsOf(parsed.error).map((fault) => ({ row, ...fault }));
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
