import { and, eq, inArray, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { offices } from "@/lib/db/schema/offices";
import { containsWord, folded, searchWords } from "@/lib/db/search";
import { asAuth } from "@/lib/db/tenant";

/** Up to so many are offered at once; of more, a search finds them. */
const AT_ONCE = 300;
/** So many a search shows. */
const FOUND = 50;

export type Offer = {
  offices: { id: string; name: string }[];
  /** All member offices there are. */
  all: boolean;
  /** Of a search: how many were found besides those that are ticked; they stand foremost, and there may be `more`. */
  search?: { found: number; more: boolean };
};

/**
 * Member offices of a head office to choose from: all, where they are some hundreds at most, else those
 * that are ticked already and what a search finds.
 */
export async function offerOffices(
  headId: string,
  ticked: readonly string[],
  sought?: string,
): Promise<Offer> {
  const ids = ticked.filter((id) => z.uuid().safeParse(id).success);
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
