/**
 * Content that word processors put on the clipboard unintentionally: deleted text, comments in the margin,
 * hidden text.
 */
const NOT_MEANT = [
  "del",
  ".MsoCommentReference",
  ".msocomoff",
  "[style*='mso-element:comment']",
  "[style*='mso-element: comment']",
  "[style*='mso-hide:all']",
  "[style*='display:none']",
  "[style*='display: none']",
].join(",");

/** A text has two kinds of headings; a title is one of the first kind. */
const HEADINGS: Record<string, string> = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };

/**
 * HTML from the clipboard, without unintended content and with its visible headings and lists. Styles are
 * left to the editor, which drops them.
 */
export function pastedHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(NOT_MEANT)) element.remove();
  for (const heading of body.querySelectorAll("h1,h4,h5,h6")) {
    heading.replaceWith(renamed(heading, HEADINGS[heading.tagName] ?? "h3"));
  }
  for (const paragraph of body.querySelectorAll<HTMLElement>("p[style*='mso-list']")) listItem(paragraph);
  for (const table of body.querySelectorAll("table")) table.replaceWith(...rowsOf(table));
  return body.innerHTML;
}

/**
 * Whether something other than text is pasted or dropped. Spreadsheets add a picture of the copied cells, so
 * if there is text, only the text counts.
 */
export function hasFile(data: DataTransfer | null): boolean {
  const html = data?.getData("text/html");
  return html ? /<img\b/i.test(html) : (data?.files.length ?? 0) > 0;
}

const NOT_OF_A_LINE = "table,ul,ol,h1,h2,h3,p + p,div + div";

/**
 * Mails have no tables: a row of short cells becomes one line, in any other each cell becomes a paragraph.
 */
function rowsOf(table: Element): HTMLElement[] {
  const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table);
  return rows.flatMap((row) => {
    const cells = [...row.children].filter((cell) => cell.textContent.trim() !== "");
    if (cells.some((cell) => cell.querySelector(NOT_OF_A_LINE)))
      return cells.map((cell) => renamed(cell, "div"));
    const line = row.ownerDocument.createElement("p");
    cells.forEach((cell, place) => {
      const text = cell.querySelector("p,div") ?? cell;
      line.append(...(place > 0 ? [" · "] : []), ...text.childNodes);
    });
    return cells.length > 0 ? line : [];
  });
}

function renamed(element: Element, tag: string): HTMLElement {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  return other;
}

/** Word writes list items as paragraphs with the bullet or number as text in front. */
function listItem(paragraph: HTMLElement): void {
  const mark = paragraph.querySelector("[style*='mso-list:Ignore'],[style*='mso-list: Ignore']");
  if (!mark) return;
  const tag = /^\s*[\p{L}\d]{1,4}[.)]/u.test(mark.textContent) ? "OL" : "UL";
  mark.remove();
  const before = paragraph.previousElementSibling;
  const list = before?.tagName === tag ? before : paragraph.ownerDocument.createElement(tag);
  if (list !== before) paragraph.before(list);
  list.append(renamed(paragraph, "li"));
  paragraph.remove();
}
