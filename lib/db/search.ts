import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/**
 * The words of what somebody typed into a search field. Blanks and commas part them ("Ahlskog,
 * Eva"); control characters would offend the database.
 */
export function searchWords(search: string | undefined): string[] {
  return (search ?? "")
    .normalize("NFC")
    .split(/[\s,\p{Cc}\p{Cs}]+/u)
    .filter(Boolean)
    .slice(0, 20);
}

/**
 * True where a column, which is in lower case already, holds the word as it is written. Not by `like`, of which
 * the planner believes that a long word is rare, and knows no better beneath a policy: it would sort all that
 * is found for the sake of a page.
 */
export function containsWord(column: SQLWrapper, word: string): SQL {
  return sql`strpos(${column}, lower(${word}::text)) > 0`;
}

/** The pattern of `like` for a text that holds the word as it is written. */
export function wordPattern(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}
