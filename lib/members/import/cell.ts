/** What a spreadsheet writes where a formula failed, in any of its languages: "#N/A", "#SAKNAS!", "#DIV/0!". */
const FAILED = /^#(?:N\/A|[\p{Lu}/0]{3,20}[!?])$/u;

/** A number that is to remain text, as programs write it for spreadsheets: `="00100"` or `'00100`. */
const KEPT_AS_TEXT = /^(?:="([^"]*)"|'(?=[\d+])(.*))$/;

/** The content of a cell without the traces of spreadsheet programs. */
export function cellText(cell: string | undefined): string {
  const text = cell?.trim() ?? "";
  if (FAILED.test(text)) return "";
  const [, ofFormula, ofApostrophe] = KEPT_AS_TEXT.exec(text) ?? [];
  return (ofFormula ?? ofApostrophe ?? text).trim();
}

const FINLAND = ["", "fi", "fin", "finland", "suomi"];

/**
 * A Finnish postal code with its leading zeros, which a spreadsheet drops when it takes it for a number. One
 * that has a zero lacks none: Oslo's 0150 is left alone even without its country.
 */
export function withZeros(postalCode: string, country: string): string {
  const isCut = /^[1-9]\d{2,3}$/.test(postalCode) && FINLAND.includes(country.toLowerCase());
  return isCut ? postalCode.padStart(5, "0") : postalCode;
}
