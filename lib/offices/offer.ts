import { and, eq, inArray, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import { containsWord, folded, searchWords } from "@/lib/db/search";
import { asAuth } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";

/** Up to this many offices are all offered; more have to be searched for. */
const AT_ONCE = 300;
/** Most results of a search. */
const FOUND = 50;

export type Offer = {
  offices: { id: string; name: string }[];
  /** Whether these are all member offices. */
  all: boolean;
  /**
   * For a search: how many were found besides the ticked ones (they come first), and whether there are
   * `more`.
   */
  search?: { found: number; more: boolean };
};

/**
 * Member offices of a head office to choose from: all, if there are at most a few hundred; else those that
 * are ticked already and what a search finds.
 */
export async function offerOffices(
  headId: string,
  ticked: readonly string[],
  sought?: string,
): Promise<Offer> {
  const ids = ticked.filter((id) => isUuid(id));
  const words = searchWords(sought);
  return asAuth(async (tx) => {
    const ofHead = and(eq(offices.parentId, headId), isNull(offices.deletedAt));
    const named = (which: SQL | undefined, most: number) =>
      tx
        .select({ id: offices.id, name: offices.name })
        .from(offices)
        .where(and(ofHead, which))
        .orderBy(sql`${offices.name} collate "sv-x-icu"`, offices.id)
        .limit(most);
    const all = await named(undefined, AT_ONCE + 1);
    if (all.length <= AT_ONCE) return { offices: all, all: true };
    const chosen = await named(inArray(offices.id, ids), ids.length);
    if (words.length === 0) return { offices: chosen, all: false };
    const inName = words.map((word) => containsWord(folded(offices.name), word));
    const found = await named(and(notInArray(offices.id, ids), ...inName), FOUND + 1);
    const shown = found.slice(0, FOUND);
    const search = { found: shown.length, more: found.length > FOUND };
    return { offices: [...shown, ...chosen], all: false, search };
  });
}
