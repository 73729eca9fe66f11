import { type SQL, sql } from "drizzle-orm";
import { logEntries } from "@/lib/db/schema/log-book";
import { indexedWords, rowsWith } from "@/lib/db/search";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/**
 * A condition on `log_entries` that holds for every entry with all words of the search, and by which few
 * such entries are found without looking at the rest. It narrows; the words remain to be asked for.
 *
 * @returns undefined where an index does not help: no word is long enough, or many entries have them all.
 */
export async function amongFewEntries(tx: Tx, search: string | undefined): Promise<SQL | undefined> {
  const words = indexedWords(search);
  const found = words.length > 0 ? await rowsWith(tx, "entries_like", words) : undefined;
  return found && sql`${logEntries.id} = any (${uuids(found)})`;
}
