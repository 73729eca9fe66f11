import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";

/** Rows on a page: most associations see everything on one. */
const SHOWN = 200;

export type ListPage<Row> = {
  rows: Row[];
  /** Ids with which the parts before and after begin. */
  previous?: string;
  next?: string;
};

/**
 * One page of a list that is sorted by names from several tables: the list is sorted each time, and only the
 * page leaves the database.
 *
 * @param list a query of the list's ids, `id`, and the position of each, `place`, from 1 on.
 * @param from id of the row that the page begins with; if no row has it, the first page is given.
 * @param read the rows of these ids, in the same order.
 */
export async function listPage<Row>(
  tx: Tx,
  list: SQL,
  from: unknown,
  read: (ids: string[]) => Promise<Row[]>,
): Promise<ListPage<Row>> {
  const wanted = isUuid(from) ? from : null;
  const found = await tx.execute<{ id: string; after: number }>(sql`
    with list as materialized (${list}),
      start as (select coalesce((select place from list where id = ${wanted}::uuid), 1) as place)
    select list.id, (list.place - start.place)::int as after from list, start
    where list.place between start.place and start.place + ${SHOWN}::int
      or list.place = greatest(1, start.place - ${SHOWN}::int)
    order by list.place`);
  const ids = found.filter(({ after }) => after >= 0 && after < SHOWN).map(({ id }) => id);
  const before = found.find(({ after }) => after < 0);
  const beyond = found.find(({ after }) => after === SHOWN);
  return {
    rows: ids.length > 0 ? await read(ids) : [],
    ...(before && { previous: before.id }),
    ...(beyond && { next: beyond.id }),
  };
}
