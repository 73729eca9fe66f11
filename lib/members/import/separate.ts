import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { CsvError, type Parser, parse } from "csv-parse";
import { columnsOf, HEADER_WITHIN, headerAt } from "@/lib/members/import/columns";
import type { FileFault } from "@/lib/members/import/file-faults";

const SEPARATORS = [";", ",", "\t"] as const;

export type Separator = (typeof SEPARATORS)[number];

export const MAX_ROWS = 100_000;
/** Rows read of a file at most, blank ones included. */
export const MAX_RECORDS = 1_000_000;
export const MAX_COLUMNS = 100;
/** As wide as any spreadsheet. A longer row is not read on, since it could be the whole file. */
const MAX_CELLS = 16_384;

export type Separated = {
  separator: Separator;
  /**
   * The rows in portions, from the first at each call. Rows above the header and empty rows are included, so
   * that the index gives the row of a spreadsheet.
   *
   * @throws OpenQuote when a quotation mark is never closed.
   * @throws TooWide when a row does not end.
   */
  portions(): AsyncIterable<string[][]>;
};

/** A quotation mark that is never closed, so that the text after it cannot be split into rows. */
export class OpenQuote extends Error {}

/** A row with more cells than any list has; `cells` are those that were read. */
export class TooWide extends Error {
  constructor(readonly cells: string[]) {
    super();
  }
}

/** Each of these ends a row, also in a list put together from files with different line ends. */
const LINE_ENDS = ["\r\n", "\n", "\r"];

/** A first line that tells spreadsheets the separator; it is not a row. */
const SEPARATOR_LINE = /^sep=([;,\t])\r?\n/i;

/**
 * Splits a text into rows and cells. The separator is the one that gives the best header.
 *
 * @param parts gives the text in parts, from its beginning at each call.
 */
export async function separate(parts: () => Iterable<string>): Promise<Separated | { fileFault: FileFault }> {
  const [start = ""] = parts();
  const told = SEPARATOR_LINE.exec(start);
  const body = told ? () => without(parts(), told[0].length) : parts;
  const separator = SEPARATORS.find((known) => known === told?.[1]) ?? (await detectSeparator(body));
  if ((await headerOf(body, separator)).length > MAX_COLUMNS) return { fileFault: "tooManyColumns" };
  return { separator, portions: () => portions(body(), separator, { to: MAX_RECORDS }) };
}

/** Leaves out the first characters, which the first part holds. */
function* without(parts: Iterable<string>, count: number): Generator<string> {
  let skip = count;
  for (const part of parts) {
    yield part.slice(skip);
    skip = 0;
  }
}

async function detectSeparator(body: () => Iterable<string>): Promise<Separator> {
  const scored = await Promise.all(
    SEPARATORS.map(async (separator) => {
      const header = await headerOf(body, separator);
      return {
        separator,
        known: columnsOf(header).filter((column) => column.target).length,
        cells: header.length,
      };
    }),
  );
  scored.sort((a, b) => b.known - a.known || b.cells - a.cells);
  return scored[0]?.separator ?? ";";
}

async function headerOf(body: () => Iterable<string>, separator: Separator): Promise<string[]> {
  const top = async (to: number) => {
    const found: string[][] = [];
    try {
      for await (const portion of portions(body(), separator, { to, skip_empty_lines: true })) {
        found.push(...portion);
      }
      return found;
    } catch (error) {
      if (error instanceof OpenQuote) return null;
      if (error instanceof TooWide) return [...found, error.cells];
      throw error;
    }
  };
  /* An unclosed quotation mark further down must not hide the first row. */
  const found = (await top(HEADER_WITHIN)) ?? (await top(1)) ?? [];
  return found[headerAt(found)] ?? found[0] ?? [];
}

/** The first `to` rows, in one portion for each part of the text. Reads no further than needed. */
async function* portions(
  parts: Iterable<string>,
  delimiter: Separator,
  { to, ...options }: { to: number; skip_empty_lines?: boolean },
): AsyncGenerator<string[][]> {
  const parser = parse({
    delimiter,
    record_delimiter: LINE_ENDS,
    relax_quotes: true,
    relax_column_count: true,
    bom: true,
    ...options,
  });
  takeAnyLength(parser);
  let portion: string[][] = [];
  let left = to;
  const take = () => {
    const taken = portion.slice(0, left);
    left -= taken.length;
    portion = [];
    return taken;
  };
  parser.on("data", (record: string[]) => portion.push(record));
  /* The error also reaches whoever awaits the parser. */
  parser.on("error", () => {});
  try {
    for (const part of parts) {
      await new Promise<void>((taken, failed) => {
        parser.write(part, (error) => (error ? failed(error) : taken()));
      });
      const { record } = stateOf(parser);
      if (record.length > MAX_CELLS) throw new TooWide(record);
      yield take();
      if (left === 0) return;
      /* Lets other requests run in between. */
      await setImmediate();
    }
    const end = once(parser, "end");
    parser.end();
    await end;
  } catch (error) {
    throw error instanceof CsvError ? new OpenQuote() : error;
  }
  yield take();
}

/**
 * Stops the parser from creating an error for each row of another length than the first. Nobody sees these
 * errors, and each costs fifty times as much as the row: some thousand blank rows would block everybody else.
 */
function takeAnyLength(parser: Parser): void {
  const state = stateOf(parser);
  Object.defineProperty(state, "expectedRecordLength", { get: () => state.record.length, set: () => {} });
}

/** The parser's internal state: the row that it is reading, as far as it has got. */
function stateOf(parser: Parser): { record: string[] } {
  return (parser as unknown as { state: { record: string[] } }).state;
}
