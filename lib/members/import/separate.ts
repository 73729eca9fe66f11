import { parse } from "csv-parse/sync";
import { columnsOf, HEADER_WITHIN, headerAt } from "@/lib/members/import/columns";
import type { FileFault } from "@/lib/members/import/file-faults";

export const SEPARATORS = [";", ",", "\t"] as const;

export type Separator = (typeof SEPARATORS)[number];

export const MAX_ROWS = 100_000;
export const MAX_COLUMNS = 100;

export type Records = {
  separator: Separator;
  /** The header, and what stands above it, first; empty rows are kept, so that the index tells the row of a spreadsheet. */
  records: string[][];
};

/** A first line by which spreadsheets tell each other the separator; it is not a row. */
const SEPARATOR_LINE = /^sep=([;,\t])\r?\n/i;

/** Parts a text into rows and cells. The separator is the one that makes the best header. */
export function separate(text: string): Records | { fileFault: FileFault } {
  const told = SEPARATOR_LINE.exec(text);
  const body = told ? text.slice(told[0].length) : text;
  const separator = SEPARATORS.find((known) => known === told?.[1]) ?? detectSeparator(body);
  if (headerOf(body, separator).length > MAX_COLUMNS) return { fileFault: "tooManyColumns" };
  const records = read(body, separator, { to: MAX_ROWS + 1_000 });
  if (!records) return { fileFault: "quotes" };
  return { separator, records };
}

function detectSeparator(text: string): Separator {
  const scored = SEPARATORS.map((separator) => {
    const header = headerOf(text, separator);
    return {
      separator,
      known: columnsOf(header).filter((column) => column.target).length,
      cells: header.length,
    };
  });
  scored.sort((a, b) => b.known - a.known || b.cells - a.cells);
  return scored[0]?.separator ?? ";";
}

function headerOf(text: string, separator: Separator): string[] {
  const top = (to: number) => read(text, separator, { to, skip_empty_lines: true });
  /* A quotation mark left open further down does not hide the first row. */
  const records = top(HEADER_WITHIN) ?? top(1) ?? [];
  return records[headerAt(records)] ?? records[0] ?? [];
}

/** Undefined where a quotation mark is never closed. */
function read(
  text: string,
  delimiter: Separator,
  options: { to: number; skip_empty_lines?: boolean },
): string[][] | undefined {
  try {
    return parse(text, { delimiter, relax_quotes: true, relax_column_count: true, bom: true, ...options });
  } catch {
    return undefined;
  }
}
