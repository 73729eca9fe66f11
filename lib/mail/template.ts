import { headerSafe } from "@/lib/mail/header";
import type { MergeTag } from "@/lib/mail/merge";

export type LinkName = "confirm" | "unsubscribe";

/** What is put in for each recipient. */
export type Slot = { tag: MergeTag; fallback: string } | { link: LinkName };

/** Literals and, between each two of them, a slot: one literal more than slots. */
export type Segments = { literals: string[]; slots: Slot[] };

/**
 * A mail that has been rendered once for all its recipients. Plain JSON: what is read back from the
 * database gives the same bytes for the same values.
 */
export type CompiledTemplate = {
  subject: Segments;
  html: Segments;
  text: Segments;
  /** Tags and links that occur in it. */
  tags: MergeTag[];
  links: LinkName[];
};

export type RenderedMail = { subject: string; html: string; text: string };

type Values = Readonly<Record<string, string | undefined>>;
type Links = Readonly<Partial<Record<LinkName, string>>>;

/**
 * The mail to one recipient, in a single pass: a value is never read as markup or as another tag.
 *
 * @param values by tag, see `mergeValues`; a blank one gives the tag's fallback.
 * @param links absolute addresses for the template's `links`.
 * @throws Error when a link is missing or is no http(s) address: such a mail must not go out.
 */
export function personalise(template: CompiledTemplate, values: Values, links: Links = {}): RenderedMail {
  for (const name of template.links) checkLink(name, links[name]);
  return {
    subject: subjectOf(template, values),
    html: fill(template.html, values, links, escapeHtml),
    text: fill(template.text, values, links, plain),
  };
}

/** The provider takes no mail without a subject: one of nothing but blank tags becomes the association's name. */
function subjectOf({ subject }: CompiledTemplate, values: Values): string {
  return headerSafe(fill(subject, values, {}, plain)) || headerSafe(values.association ?? "");
}

/** A piece of JSON: text, or the bytes of text that is the same for all recipients. */
export type Piece = string | Buffer;

/**
 * As `personalise`, with HTML and text already written as the inside of JSON strings: what is the same
 * for all is escaped and encoded once, not once for each of a thousand recipients.
 */
export function personaliseForJson(
  template: CompiledTemplate,
  values: Values,
  links: Links = {},
): { subject: string; html: Piece[]; text: Piece[] } {
  for (const name of template.links) checkLink(name, links[name]);
  const written = writtenOnce(template);
  return {
    subject: subjectOf(template, values),
    html: fillPieces(written.html, values, links, (value) => insideJson(escapeHtml(value))),
    text: fillPieces(written.text, values, links, insideJson),
  };
}

type Written = { literals: Piece[]; slots: Slot[] };

const writtenTemplates = new WeakMap<CompiledTemplate, { html: Written; text: Written }>();

function writtenOnce(template: CompiledTemplate): { html: Written; text: Written } {
  const known = writtenTemplates.get(template);
  if (known) return known;
  const write = ({ literals, slots }: Segments) => ({
    literals: literals.map((literal) => piece(insideJson(literal))),
    slots,
  });
  const written = { html: write(template.html), text: write(template.text) };
  writtenTemplates.set(template, written);
  return written;
}

/** Shorter pieces are joined with their neighbours, which is faster than copying them one by one. */
const WORTH_ENCODING = 100;

function piece(text: string): Piece {
  return text.length < WORTH_ENCODING ? text : Buffer.from(text);
}

function fillPieces(
  { literals, slots }: Written,
  values: Values,
  links: Links,
  write: (value: string) => string,
): Piece[] {
  const pieces: Piece[] = [];
  let pending = "";
  for (let place = 0; place < literals.length; place++) {
    const literal = literals[place] ?? "";
    if (typeof literal === "string") pending += literal;
    else {
      pieces.push(pending, literal);
      pending = "";
    }
    const slot = slots[place];
    if (slot) pending += write(slotValue(slot, values, links));
  }
  pieces.push(pending);
  return pieces;
}

/** What JSON writes in another way; values are mostly free of it, and then stand as they are. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u;

function insideJson(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

function fill(
  { literals, slots }: Segments,
  values: Values,
  links: Links,
  write: (value: string) => string,
): string {
  let filled = literals[0] ?? "";
  for (let place = 0; place < slots.length; place++) {
    const slot = slots[place];
    if (slot) filled += write(slotValue(slot, values, links));
    filled += literals[place + 1] ?? "";
  }
  return filled;
}

function slotValue(slot: Slot, values: Values, links: Links): string {
  if ("link" in slot) return links[slot.link] ?? "";
  const value = values[slot.tag];
  return value?.trim() ? value : slot.fallback;
}

function checkLink(name: LinkName, url: string | undefined): void {
  if (!url || !/^https?:\/\/[^\s"'<>\\]+$/.test(url)) throw new Error(`the link "${name}" is no address`);
}

function plain(value: string): string {
  return value;
}

const SPECIAL: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(value: string): string {
  return /[&<>"']/.test(value) ? value.replace(/[&<>"']/g, (letter) => SPECIAL[letter] ?? "") : value;
}
