import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { composed } from "@/lib/composed";
import type { Tx } from "@/lib/db/tenant";

/** Of more rows than these a sorted list soon has a page full; nobody need know them all for it. */
export const FEW = 500;

/** Shorter words have no trigram to be looked up by. */
const INDEXED_LENGTH = 3;

/** Those that are folded away and that a letter may keep beside it in NFC. */
const MARKS = /[\u0300-\u036f]/g;

/**
 * The words of what somebody typed into a search field. Blanks and commas part them ("Ahlskog,
 * Eva"); control characters would offend the database.
 */
export function searchWords(search: string | undefined): string[] {
  return composed(search ?? "")
    .split(/[\s,\p{Cc}\p{Cs}]+/u)
    .filter(Boolean)
    .slice(0, 20);
}

/** The words of a search that rows are looked up by. */
export function indexedWords(search: string | undefined): string[] {
  return searchWords(search).filter((word) => [...word.replace(MARKS, "")].length >= INDEXED_LENGTH);
}

/**
 * A text as searches look in it: in lower case, without the marks of its letters. The database alone folds, what
 * is stored and what is typed, by one function (lib/db/migrations/0038_folded_search.sql).
 */
export function folded(text: SQLWrapper): SQL {
  return sql`folded(${text})`;
}

/**
 * True where a text, which is folded already, holds the word, with its marks or without. Not by `like`, of which
 * the planner believes that a long word is rare, and knows no better beneath a policy: it would sort all that
 * is found for the sake of a page.
 */
export function containsWord(text: SQLWrapper, word: string): SQL {
  return sql`strpos(${text}, ${folded(sql`${word}::text`)}) > 0`;
}

/**
 * Ids of the office's rows that hold every one of the words, by a trigram index.
 *
 * @param look the function that looks: among the cards, or among the entries of the log.
 * @param words at least one, each of `indexedWords`.
 * @returns undefined if there are more than a few.
 */
export async function rowsWith(
  tx: Tx,
  look: "cards_like" | "entries_like",
  words: readonly string[],
): Promise<string[] | undefined> {
  const patterns = JSON.stringify(words.map(wordPattern));
  const found = await tx.execute<{ id: string }>(sql`
    select id from ${sql.identifier(look)}(array(select json_array_elements_text(${patterns}::json)), ${FEW + 1}) as id`);
  return found.length > FEW ? undefined : found.map(({ id }) => id);
}

/** The pattern of `like` for a text that holds the word as it is written. */
function wordPattern(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}
