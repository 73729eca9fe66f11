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

/** The pattern of `like` for a text that holds the word as it is written. */
export function wordPattern(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}
