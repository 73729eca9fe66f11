import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/**
 * Sets the status of the cards with these addresses to what is known: the office's own problem with the
 * address, or blocked where only others have one (domain: problems belong to the address at the provider;
 * other offices learn that it is blocked, never by whom or why).
 *
 * @param tx as system for all offices, or in an office for its own cards.
 * @param addresses addresses that have a problem.
 */
export async function showProblems(tx: Tx, addresses: string[]): Promise<void> {
  await tx.execute(sql`
    update members m set email_status = v.status, email_status_at = now()
    from (
      select c.id, coalesce(p.problem, 'problem_blocked') as status
      from members c
      left join address_problems p on p.office_id = c.office_id and p.address = c.email
      where c.email = any (${sql.param(addresses)}::text[])
      order by c.id for update of c
    ) v
    where m.id = v.id and m.email_status is distinct from v.status`);
}

export type ClearedCard = { id: string; officeId: string; email: string } & Record<
  "firstName" | "lastName" | "organisation",
  string
>;

/**
 * Makes the cards of all offices that show a problem of this address unconfirmed.
 *
 * @param tx as system, with the address locked.
 */
export function clearProblems(tx: Tx, address: string): Promise<ClearedCard[]> {
  return tx.execute<ClearedCard>(sql`
    update members m set email_status = 'unconfirmed', email_status_at = now()
    from (
      select id, office_id from members
      where email = ${address} and email_status::text like 'problem\_%' order by id for update
    ) c
    where m.id = c.id and m.office_id = c.office_id
    returning m.id, m.office_id as "officeId", m.email, m.first_name as "firstName",
      m.last_name as "lastName", m.organisation`);
}
