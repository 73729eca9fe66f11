import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { RANK } from "@/lib/messages/facts";

export type AcceptedCounts = {
  officeId: string;
  /** Attempts that the provider accepted in the window. */
  accepted: number;
  /** Of these, hard bounces as we know now: bounced or invalid, each attempt once. */
  bounces: number;
  /** Of these, reported as spam. */
  complaints: number;
};

/**
 * Counts per office what the provider accepted in the last days, retries and confirmation requests
 * included, and what came back of just that, whenever it came. A window on two indexes: the batches,
 * a hundred mails each, and the few facts that speak against us.
 *
 * @param tx as system.
 * @param only `judged`: of offices that may send, since the operator last restored them; left out: of
 *   all, also of those that are closed.
 */
export function countAccepted(tx: Tx, days: number, only?: "judged"): Promise<AcceptedCounts[]> {
  const start = sql`now() - ${days} * interval '1 day'`;
  const against = sql.raw([RANK.bounced, RANK.invalid, RANK.spam].join());
  return tx.execute<AcceptedCounts>(sql`
    with asked as (
      select id, ${only === "judged" ? sql`greatest(judged_from, ${start})` : start} as since from offices
      where ${only === "judged" ? sql`hold is null and deleted_at is null` : sql`true`}
    ), taken as (
      select b.office_id, sum(cardinality(b.attempt_ids))::int as accepted
      from batches b join asked o on o.id = b.office_id
      where b.state = 'answered' and b.answered_at >= ${start} and b.answered_at >= o.since
      group by 1
    ), against as (
      select f.office_id,
        (count(distinct f.attempt_id) filter (where f.fact <> ${RANK.spam}))::int as bounces,
        (count(distinct f.attempt_id) filter (where f.fact = ${RANK.spam}))::int as complaints
      from facts f
      join asked o on o.id = f.office_id
      join attempts a on a.id = f.attempt_id and a.office_id = f.office_id
      where f.fact in (${against}) and f.recorded_at >= ${start} and a.accepted_at >= o.since
      group by 1
    )
    select taken.office_id as "officeId", accepted, coalesce(bounces, 0) as bounces,
      coalesce(complaints, 0) as complaints
    from taken left join against on against.office_id = taken.office_id
    where accepted > 0
    order by taken.office_id`);
}
