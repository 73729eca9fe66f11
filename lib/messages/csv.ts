/** Tells spreadsheet programs that the file is UTF-8. */
export const BYTE_ORDER_MARK = "\ufeff";

/**
 * One line of a CSV file. A spreadsheet program would execute a cell that looks like a formula, so such a
 * cell gets a leading apostrophe; so does text that would start a cell in a program that splits lines at
 * commas or tabs.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(";")}\r\n`;
}

/* Some programs read a formula in full-width signs as well. */
const FORMULA = /^[\s\p{Cc}"]*[=+\-@＝＋－＠]|^[\t\r]/u;
const FORMULA_WITHIN = /([,;\t\r\n][^\S\t\r\n]*"*)(?=[=+\-@＝＋－＠])/g;

function csvCell(text: string): string {
  const parted = text.replace(FORMULA_WITHIN, "$1'");
  const harmless = FORMULA.test(parted) ? `'${parted}` : parted;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
