import { type SQL, sql } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import { searchWords, wordPattern } from "@/lib/db/search";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/** Of more cards than these the sorted list soon has a page full; nobody need know them all for it. */
const FEW = 500;

/** Shorter words have no trigram to be looked up by. */
const INDEXED_LENGTH = 3;

/**
 * A condition on `members` that holds for every card with all words of the search, and by which few
 * such cards are found without looking at the rest. It narrows; the words remain to be asked for.
 *
 * @returns undefined where an index does not help: no word is long enough, or many cards have them all.
 */
export async function amongFew(tx: Tx, search: string | undefined): Promise<SQL | undefined> {
  const words = searchWords(search).filter((word) => [...word].length >= INDEXED_LENGTH);
  if (words.length === 0) return undefined;
  const patterns = JSON.stringify(words.map(wordPattern));
  const found = await tx.execute<{ id: string }>(sql`
    select id from cards_like(array(select json_array_elements_text(${patterns}::json)), ${FEW + 1}) as id`);
  if (found.length > FEW) return undefined;
  /* An array, so that the planner sees how few they are: of a list to join with it would think otherwise. */
  return sql`${members.id} = any (${uuids(found.map(({ id }) => id))})`;
}
