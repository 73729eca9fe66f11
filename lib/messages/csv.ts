/** Tells spreadsheet programs that the file is UTF-8. */
export const BYTE_ORDER_MARK = "\ufeff";

/**
 * One line of a file for a spreadsheet program, which would run a cell that looks like a formula:
 * such a cell gets an apostrophe in front. So does what would begin a cell in a program that parts the line
 * at commas or tabs, as English ones do.
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
