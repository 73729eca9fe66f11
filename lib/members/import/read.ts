import { cardName } from "@/lib/members/card-name";
import { type Fault, faultsOf } from "@/lib/members/faults";
import { cellText, withZeros } from "@/lib/members/import/cell";
import { type Column, isBlank } from "@/lib/members/import/columns";
import type { Encoding } from "@/lib/members/import/decode";
import type { FileFault } from "@/lib/members/import/file-faults";
import { eachRow, withList } from "@/lib/members/import/list";
import { type ImportRow, PackedRows } from "@/lib/members/import/packed-rows";
import type { Separator } from "@/lib/members/import/separate";
import { splitName } from "@/lib/members/import/split-name";
import { beginning, type CardInput, cardSchema } from "@/lib/members/input";

export type RowFault = Fault & {
  row: number;
  /**
   * Name of the person in the row; empty where it has none. Only known while there is the file: it is not
   * stored.
   */
  name?: string;
};

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
 * Reads a list of people row by row. Never throws, whatever the bytes are.
 *
 * @returns the rows that can be written and the faults of those that cannot, or why the file as a whole
 *   cannot be read.
 */
export function readImportFile(bytes: Uint8Array): Promise<ImportFile | { fileFault: FileFault }> {
  return withList(bytes, async (list) => {
    const { encoding, separator, columns, hasNames } = list;
    const rows = new PackedRows(hasNames);
    const firstRows: ImportRow[] = [];
    const faults: RowFault[] = [];
    const fileFault = await eachRow(list, (row, record) => {
      const read = readRow(row, record, columns);
      if ("card" in read) rows.add(read);
      else for (const fault of read) faults.push(fault);
      if ("card" in read && firstRows.length < FIRST_ROWS) firstRows.push(read);
    });
    return fileFault ? { fileFault } : { encoding, separator, columns, hasNames, rows, firstRows, faults };
  });
}

/** Why a file as a whole cannot be read; null where it can, whatever its rows are like. */
export async function faultOfFile(bytes: Uint8Array): Promise<FileFault | null> {
  const { fileFault } = await withList(bytes, async (list) => ({ fileFault: await eachRow(list, () => {}) }));
  return fileFault;
}

function readRow(row: number, record: string[], columns: readonly Column[]): ImportRow | RowFault[] {
  const input = inputOf(record, columns);
  if (!isBlank(record.slice(columns.length))) {
    const values = { cells: record.length, columns: columns.length };
    return [{ row, name: nameOf(input), field: "row", code: "tooManyCells", values }];
  }
  const parsed = cardSchema.safeParse(input);
  if (parsed.success) return { row, card: parsed.data };
  const name = nameOf(input);
  return faultsOf(parsed.error).map(({ field, code, values }) => ({
    row,
    name,
    /* In the form of a card it is shown at the field to fill in first. */
    field: code === "nameless" ? "row" : field,
    code,
    values,
  }));
}

function nameOf({ firstName = "", lastName = "", organisation = "", email = "" }: CardInput): string {
  return beginning(cardName({ firstName, lastName, organisation, email }), 80);
}

/** When two columns are the same field (telephone and mobile), the first that is not empty counts. */
function inputOf(record: readonly string[], columns: readonly Column[]): CardInput {
  const input: CardInput = {};
  let name = "";
  columns.forEach(({ target }, index) => {
    const cell = cellText(record[index]);
    if (!cell || !target) return;
    if (target === "name") name ||= cell;
    else input[target] ||= cell;
  });
  if (input.postalCode) input.postalCode = withZeros(input.postalCode, input.country ?? "");
  return name && !input.firstName && !input.lastName ? { ...input, ...splitName(name) } : input;
}
