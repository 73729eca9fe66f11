import { type SQL, sql } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import { indexedWords, rowsWith } from "@/lib/db/search";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/**
 * A condition on `members` that holds for every card with all words of the search, and that finds a few such
 * cards by an index. It only narrows: the words have to be checked as well.
 *
 * @returns undefined where an index does not help: no word is long enough, or too many cards match.
 */
export async function amongFew(tx: Tx, search: string | undefined): Promise<SQL | undefined> {
  const words = indexedWords(search);
  const found = words.length > 0 ? await cardsWith(tx, words) : undefined;
  /* An array, so that the planner sees how few they are; a join would hide that. */
  return found && sql`${members.id} = any (${uuids(found)})`;
}

/**
 * Ids of the office's cards that contain every one of the words.
 *
 * @param words at least one, each from `indexedWords`.
 * @returns undefined if more than `FEW` match.
 */
export function cardsWith(tx: Tx, words: readonly string[]): Promise<string[] | undefined> {
  return rowsWith(tx, "cards_like", words);
}

/** A query for the ids of the office's cards that were changed at this instant or later, the latest first. */
export function cardsChangedSince(officeId: string, since: SQL): SQL {
  /* In the order of the index, so that the planner uses it even when it expects many rows. */
  return sql`
    select id from ${members} where office_id = ${officeId} and updated_at >= ${since} order by updated_at desc`;
}
