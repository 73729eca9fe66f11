import { type SQL, sql } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import { indexedWords, rowsWith } from "@/lib/db/search";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/**
 * A condition on `members` that holds for every card with all words of the search, and by which few
 * such cards are found without looking at the rest. It narrows; the words remain to be asked for.
 *
 * @returns undefined where an index does not help: no word is long enough, or many cards have them all.
 */
export async function amongFew(tx: Tx, search: string | undefined): Promise<SQL | undefined> {
  const words = indexedWords(search);
  const found = words.length > 0 ? await cardsWith(tx, words) : undefined;
  /* An array, so that the planner sees how few they are: of a list to join with it would think otherwise. */
  return found && sql`${members.id} = any (${uuids(found)})`;
}

/**
 * Ids of the office's cards that hold every one of the words.
 *
 * @param words at least one, each of `indexedWords`.
 * @returns undefined if there are more than a few.
 */
export function cardsWith(tx: Tx, words: readonly string[]): Promise<string[] | undefined> {
  return rowsWith(tx, "cards_like", words);
}

/** A query for the ids of the office's cards that were changed at an instant or later, the last ones first. */
export function cardsChangedSince(officeId: string, since: SQL): SQL {
  /* In the order of the index: no other way then looks shorter, not even where the planner expects many. */
  return sql`
    select id from ${members} where office_id = ${officeId} and updated_at >= ${since} order by updated_at desc`;
}
