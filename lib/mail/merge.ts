import { composed } from "@/lib/composed";
import type { Language } from "@/lib/i18n/language";
import { headerSafe } from "@/lib/mail/header";

/** What a mail can be personalised with, and the names that a writer may use, blanks and case aside. */
const NAMES = {
  firstName: ["förnamn", "etunimi", "firstname"],
  lastName: ["efternamn", "sukunimi", "lastname", "surname"],
  name: ["namn", "nimi", "name"],
  organisation: ["organisation", "organisaatio", "organization"],
  city: ["ort", "paikkakunta", "city", "town"],
  association: ["förening", "yhdistys", "association"],
} as const;

export type MergeTag = keyof typeof NAMES;

export const MERGE_TAGS = Object.keys(NAMES) as MergeTag[];

export type MergeValues = Record<MergeTag, string>;

export type MergePart = string | { tag: MergeTag; fallback: string };

/** A fault in how tags are written; `text` is the piece to show to the writer. */
export type MergeProblem = {
  code: "unknown_tag" | "unclosed_tag" | "unopened_tag" | "single_brace" | "tag_in_link";
  text: string;
};

export type Merge = { parts: MergePart[]; problems: MergeProblem[] };

const BY_NAME = new Map<string, MergeTag>(
  MERGE_TAGS.flatMap((tag) => NAMES[tag].map((name): [string, MergeTag] => [name, tag])),
);

/** The tag that a writer means, null when there is none of that name. Soft hyphens and the like are pasted along. */
export function mergeTagOf(name: string): MergeTag | null {
  return (
    BY_NAME.get(
      composed(name)
        .toLowerCase()
        .replace(/[\s\p{Cf}]+/gu, ""),
    ) ?? null
  );
}

/** How a tag is written, by language. */
export function mergeTagName(tag: MergeTag, language: Language): string {
  const [sv, fi, en] = NAMES[tag];
  return { sv, fi, en }[language];
}

/** Parses a plain text into `{{tag}}`, `{{tag|fallback}}`, and the text between them. */
export function parseMerge(text: string): Merge {
  return parsePiece(text, (inner) => inner);
}

/** Whether there are tags in a plain text, or what was meant as one. */
export function holdsTags(text: string): boolean {
  const { parts, problems } = parseMerge(text);
  return problems.length > 0 || parts.some((part) => typeof part !== "string");
}

/**
 * Parses sanitised HTML. Tags are recognised in its text only: one that is split by markup counts as
 * unclosed, and one in a link is a fault.
 */
export function parseMergeHtml(html: string): Merge {
  const merge: Merge = { parts: [], problems: [] };
  for (const [place, piece] of html.split(/(<[^>]*>)/).entries()) {
    const isMarkup = place % 2 === 1;
    const inner = isMarkup ? { parts: [piece], problems: linkProblems(piece) } : parsePiece(piece, decode);
    merge.parts.push(...inner.parts);
    merge.problems.push(...inner.problems);
  }
  return merge;
}

type CardNames = {
  firstName: string | null;
  lastName: string | null;
  organisation: string | null;
  city: string | null;
};

/** What the tags stand for in the mail to this card; frozen with the message. */
export function mergeValues(card: CardNames, office: { name: string }): MergeValues {
  const firstName = headerSafe(card.firstName ?? "");
  const lastName = headerSafe(card.lastName ?? "");
  return {
    firstName,
    lastName,
    name: `${firstName} ${lastName}`.trim(),
    organisation: headerSafe(card.organisation ?? ""),
    city: headerSafe(card.city ?? ""),
    association: headerSafe(office.name),
  };
}

function parsePiece(piece: string, read: (inner: string) => string): Merge {
  const merge: Merge = { parts: [], problems: [] };
  let at = 0;
  /* Searched for again only after it has been passed; otherwise thousands of unclosed tags would each
     search to the end. */
  let close = 0;
  for (;;) {
    const open = piece.indexOf("{{", at);
    const before = piece.slice(at, open < 0 ? undefined : open);
    if (before.includes("}}")) merge.problems.push({ code: "unopened_tag", text: excerpt(before, read) });
    else merge.problems.push(...otherTags(before));
    if (before) merge.parts.push(before);
    if (open < 0) return merge;
    if (close >= 0 && close <= open) close = piece.indexOf("}}", open);
    const inner = piece.slice(open + 2, close);
    if (close < 0 || inner.includes("{{")) {
      merge.problems.push({ code: "unclosed_tag", text: excerpt(piece.slice(open), read) });
      at = open + 2;
      continue;
    }
    const [name = "", ...fallback] = read(inner).split("|");
    const tag = mergeTagOf(name);
    if (tag) merge.parts.push({ tag, fallback: headerSafe(fallback.join("|")) });
    else merge.problems.push({ code: "unknown_tag", text: name.trim() });
    at = close + 2;
  }
}

/** A name as other programs write it: in single braces, or as Word shows a merge field. */
const OTHER_TAG = /\{([^{}|]{1,40})(?:\|[^{}]{0,200})?\}|«([^«»]{1,40})»/g;

function otherTags(text: string): MergeProblem[] {
  return [...text.matchAll(OTHER_TAG)].flatMap(([whole, inBraces, inGuillemets]) =>
    mergeTagOf(inBraces ?? inGuillemets ?? "")
      ? { code: "single_brace" as const, text: whole.slice(0, EXCERPT) }
      : [],
  );
}

function linkProblems(markup: string): MergeProblem[] {
  return /\{\{|%7b%7b/i.test(markup) ? [{ code: "tag_in_link", text: excerpt(markup, decode) }] : [];
}

const EXCERPT = 40;

/** Of a text that may be long no more is read than is shown; an entity has six letters. */
function excerpt(text: string, read: (inner: string) => string): string {
  return Array.from(read(text.slice(0, EXCERPT * 6)))
    .slice(0, EXCERPT)
    .join("");
}

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** Sanitised HTML knows no other entities. */
function decode(html: string): string {
  return html.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
