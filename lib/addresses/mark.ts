import { sql } from "drizzle-orm";
import { holdAddresses } from "@/lib/addresses/known";
import type { Problem } from "@/lib/addresses/status";
import type { Tx } from "@/lib/db/tenant";
import { showProblems } from "@/lib/members/show-problems";

export type AddressProblem = { officeId: string; address: string; problem: Problem };

/** Lowest to highest: the order of the final facts. */
const LOWEST_FIRST = [
  "problem_blocked",
  "problem_bounced",
  "problem_invalid",
  "problem_unsubscribed",
  "problem_spam",
] as const satisfies readonly Problem[];

/**
 * An office's messages found problems: they are remembered for that office, the addresses are
 * suppressed for all, and the cards that carry them show it; other offices' cards as blocked.
 *
 * @param tx a transaction as system.
 */
export async function markProblems(tx: Tx, problems: AddressProblem[]): Promise<void> {
  await rememberProblems(tx, problems);
  const rows = JSON.stringify(problems);
  await tx.execute(sql`
    insert into suppressions as s (address, problem)
    select distinct on (v.address) v.address, v.problem
    from jsonb_to_recordset(${rows}::jsonb) as v(address text, problem email_status)
    order by v.address, array_position(${order}, v.problem) desc
    on conflict (address) do update set problem = excluded.problem
    where array_position(${order}, excluded.problem) > array_position(${order}, s.problem)`);
  await showProblems(
    tx,
    problems.map(({ address }) => address),
  );
}

const order = sql`array[${sql.join(
  LOWEST_FIRST.map((problem) => sql`${problem}`),
  sql`, `,
)}]::email_status[]`;

/** What an office learnt itself; the highest problem of an address stays. */
export async function rememberProblems(tx: Tx, problems: AddressProblem[]): Promise<void> {
  await holdAddresses(
    tx,
    problems.map(({ address }) => address),
    "exclusive",
  );
  const rows = JSON.stringify(
    problems.map(({ officeId, address, problem }) => ({ office_id: officeId, address, problem })),
  );
  await tx.execute(sql`
    insert into address_problems as p (office_id, address, problem)
    select distinct on (v.office_id, v.address) v.office_id, v.address, v.problem
    from jsonb_to_recordset(${rows}::jsonb) as v(office_id uuid, address text, problem email_status)
    order by v.office_id, v.address, array_position(${order}, v.problem) desc
    on conflict (office_id, address) do update set problem = excluded.problem
    where array_position(${order}, excluded.problem) > array_position(${order}, p.problem)`);
}
