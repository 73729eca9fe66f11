import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { reducedEvent } from "@/lib/mail/reduce-event";

/** Events reduced in one run of the sweep; the next minute's run takes as many again. */
const AT_ONCE = 5_000;
/**
 * Days for which events of no attempt of ours are kept in full. Those of offices that are gone are reduced at
 * once.
 */
const OF_NOBODY_DAYS = 90;

/** Reduces the events of these attempts to what their facts need: the recipients have been erased. */
export async function reduceEventsOf(tx: Tx, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await reduce(tx, sql`attempt_id = any (${uuids(attemptIds)}) and reduced_at is null`);
}

/**
 * For the sweep: reduces events to what their facts need when the retention time of their office is over.
 * Asks for the oldest event of each office, so that it does not get slower with the size of the table.
 *
 * @returns how many were reduced; fewer than 5,000 means that none is left for now.
 */
export async function reduceOldEvents(tx: Tx): Promise<number> {
  const due = await tx.execute<{ id: string }>(sql`
    with recursive owners as (
      (select of_office from provider_events where reduced_at is null and of_office is not null
        order by of_office limit 1)
      union all
      select (select e.of_office from provider_events e where e.reduced_at is null and e.of_office > o.of_office
        order by e.of_office limit 1)
      from owners o where o.of_office is not null
    )
    select e.id from owners w left join offices o on o.id = w.of_office
    cross join lateral (
      select id from provider_events
      where reduced_at is null and of_office = w.of_office
        and received_at < now() - coalesce(o.event_days, 0) * interval '1 day'
      order by received_at limit ${AT_ONCE}
    ) e
    union all
    (select id from provider_events
      where reduced_at is null and of_office is null and processed_at is not null
        and received_at < now() - ${OF_NOBODY_DAYS} * interval '1 day'
      order by received_at limit ${AT_ONCE})
    limit ${AT_ONCE}`);
  if (due.length === 0) return 0;
  await reduce(tx, sql`id = any (${sql.param(due.map(({ id }) => id))}::bigint[])`);
  return due.length;
}

async function reduce(tx: Tx, which: SQL): Promise<void> {
  const events = await tx.execute<{ id: string; payload: unknown }>(sql`
    select id, payload from provider_events where ${which} order by id for update`);
  const reduced = events.map(({ id, payload }) => ({ id, payload: reducedEvent(payload) }));
  await tx.execute(sql`
    update provider_events e set payload = v.payload, reduced_at = now()
    from jsonb_to_recordset(${JSON.stringify(reduced)}::jsonb) as v(id bigint, payload jsonb) where e.id = v.id`);
}
