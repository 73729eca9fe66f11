type Cell = string | number | null;

/**
 * A table for a terminal, with numbers aligned to the right.
 *
 * @param columns titles; each row has a cell for each.
 */
export function asTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows.map((row) => row.map((cell) => (cell === null ? "–" : String(cell))))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => widthOf(line[at] ?? ""))));
  const right = columns.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] !== "string"));
  return lines
    .map((line) => line.map((cell, at) => padded(cell, widths[at] ?? 0, right[at] ?? false)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

function padded(cell: string, width: number, right: boolean): string {
  const blanks = " ".repeat(width - widthOf(cell));
  return right ? blanks + cell : cell + blanks;
}

/** Counts an å that is written as two characters as one. */
function widthOf(text: string): number {
  return Array.from(text.normalize("NFC")).length;
}
