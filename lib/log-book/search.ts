import { type SQL, sql } from "drizzle-orm";
import { logEntries } from "@/lib/db/schema/log-book";
import { indexedWords, rowsWith } from "@/lib/db/search";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/**
 * A condition on `log_entries` that holds for every entry with all words of the search, and that finds a few
 * such entries by an index. It only narrows: the words have to be checked as well.
 *
 * @returns undefined where an index does not help: no word is long enough, or too many entries match.
 */
export async function amongFewEntries(tx: Tx, search: string | undefined): Promise<SQL | undefined> {
  const words = indexedWords(search);
  const found = words.length > 0 ? await rowsWith(tx, "entries_like", words) : undefined;
  return found && sql`${logEntries.id} = any (${uuids(found)})`;
}
