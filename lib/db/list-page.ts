import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/lib/db/tenant";

/** So many rows are shown at a time: most associations see all that they have. */
const SHOWN = 200;

export type ListPage<Row> = {
  rows: Row[];
  /** Ids with which the parts before and after begin. */
  previous?: string;
  next?: string;
};

/**
 * The part of a list that an address asks for. The list is sorted each time, by names that lie in several
 * tables, and only the part leaves the database.
 *
 * @param list a query of the list's ids, `id`, and where each stands in it, `place`, from 1 on.
 * @param from id of the row that the part begins with; where no row has it, it is the first part.
 * @param read the rows of ids, in the same order.
 */
export async function listPage<Row>(
  tx: Tx,
  list: SQL,
  from: unknown,
  read: (ids: string[]) => Promise<Row[]>,
): Promise<ListPage<Row>> {
  const wanted = z.uuid().safeParse(from).data ?? null;
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
