import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { composed } from "@/lib/composed";
import type { Tx } from "@/lib/db/tenant";

/**
 * When more rows than these match, walking a sorted list soon fills a page, and their ids need not be known.
 */
export const FEW = 500;

/** Shorter words have no trigram, so an index cannot find them. */
const INDEXED_LENGTH = 3;

/** Combining marks, which `folded` removes and which NFC may leave beside their letter. */
const MARKS = /[\u0300-\u036f]/g;

/**
 * The words of a search. Blanks and commas separate them ("Ahlskog, Eva"), and so do control characters,
 * which the database would refuse.
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
 * A text in the form that is searched: lower case, without accents. Stored and typed text are folded by one
 * function of the database (lib/db/migrations/0038_folded_search.sql).
 */
export function folded(text: SQLWrapper): SQL {
  return sql`folded(${text})`;
}

/**
 * True where a folded text contains the word, ignoring accents. Not by `like`: beneath a policy the planner
 * has no statistics, takes every long word for rare, and would sort all matches for the sake of one page.
 */
export function containsWord(text: SQLWrapper, word: string): SQL {
  return sql`strpos(${text}, ${folded(sql`${word}::text`)}) > 0`;
}

/**
 * Ids of the office's rows that contain every one of the words, found by a trigram index.
 *
 * @param look the function that searches: the cards, or the entries of the log.
 * @param words at least one, each from `indexedWords`.
 * @returns undefined if more than `FEW` match.
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
