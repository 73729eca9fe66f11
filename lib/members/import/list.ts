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
import {
  MAX_COLUMNS,
  MAX_RECORDS,
  MAX_ROWS,
  OpenQuote,
  type Separated,
  separate,
  TooWide,
} from "@/lib/members/import/separate";

/** A list of people whose rows have not been read yet. */
export type List = Separated & { encoding: Encoding; columns: Column[]; hasNames: boolean; header: Header };

/** At which row the header stands, and what is wrong with it. */
type Header = { at: number; fault: FileFault | null };

/**
 * Opens a file as a list of people: detects how it is written and what its columns are.
 *
 * @param read reads the rows.
 * @returns what `read` returns, or why the file as a whole cannot be read.
 */
export async function withList<T>(
  bytes: Uint8Array,
  read: (list: List) => Promise<T>,
): Promise<T | { fileFault: FileFault }> {
  const decoded = decodeFile(bytes);
  if ("fileFault" in decoded) return decoded;
  const separated = await separate(decoded.parts);
  if ("fileFault" in separated) return separated;
  try {
    const top = await topOf(separated.portions());
    const at = headerAt(top);
    const columns = columnsOf(trimEnd(top[at] ?? []));
    const header = { at, fault: at < 0 ? ("empty" as const) : faultOfHeader(columns) };
    const { encoding } = decoded;
    return await read({ ...separated, encoding, columns, hasNames: namesPeople(columns), header });
  } catch (error) {
    if (error instanceof OpenQuote) return { fileFault: "quotes" };
    if (error instanceof TooWide) return { fileFault: "tooManyColumns" };
    throw error;
  }
}

/**
 * Passes on the rows below the header that are not blank, as many as an import may have.
 *
 * @param take gets the number of the row as in a spreadsheet, the first being 1, and its cells.
 * @returns what is wrong with the file as a whole.
 */
export async function eachRow(
  { portions, header }: List,
  take: (row: number, record: string[]) => void,
): Promise<FileFault | null> {
  let index = -1;
  let count = 0;
  for await (const portion of portions()) {
    for (const record of portion) {
      index++;
      /* The file is read to its end all the same, because an unclosed quotation mark has to be corrected
         first. */
      if (header.fault || index <= header.at || isBlank(record)) continue;
      count++;
      if (count <= MAX_ROWS) take(index + 1, record);
    }
  }
  if (header.fault) return header.fault;
  if (count === 0) return "noRows";
  return count > MAX_ROWS || index + 1 >= MAX_RECORDS ? "tooManyRows" : null;
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

/** Spreadsheets often write empty columns after the last one. */
function trimEnd(header: readonly string[]): string[] {
  return header.slice(0, header.findLastIndex((cell) => cell.trim() !== "") + 1);
}
