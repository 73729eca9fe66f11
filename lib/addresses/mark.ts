import { sql } from "drizzle-orm";
import type { AddressHash } from "@/lib/addresses/hash";
import { holdAddresses } from "@/lib/addresses/known";
import { type AddressProblem, markErased } from "@/lib/addresses/mark-erased";
import { ranked } from "@/lib/addresses/ranked";
import type { Tx } from "@/lib/db/tenant";
import { showProblems } from "@/lib/members/show-problems";

/** A problem of a message: of its address, or of what stands for one that was erased. */
export type MessageProblem = AddressProblem & { addressHash: AddressHash | null };

/**
 * An office's messages found problems: they are remembered for that office, the addresses are
 * suppressed for all, and the cards that carry them show it; other offices' cards as blocked.
 *
 * @param tx a transaction as system.
 */
export async function markProblems(tx: Tx, problems: MessageProblem[]): Promise<void> {
  const erased = problems.flatMap(({ addressHash: hash, ...rest }) => (hash ? [{ ...rest, hash }] : []));
  const known = problems.filter(({ addressHash }) => addressHash === null);
  const { own, blocked } = await markErased(tx, erased);
  const marked = [...known, ...own, ...blocked];
  if (marked.length === 0) return;
  await holdAddresses(
    tx,
    marked.map(({ address }) => address),
    "exclusive",
  );
  await rememberProblems(tx, [...known, ...own]);
  await suppress(tx, marked);
}

/** What an office learnt itself; the highest problem of an address stays. */
export async function rememberProblems(tx: Tx, problems: AddressProblem[]): Promise<void> {
  if (problems.length === 0) return;
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
    order by v.office_id, v.address, ${ranked(sql`v.problem`)} desc
    on conflict (office_id, address) do update set problem = excluded.problem
    where ${ranked(sql`excluded.problem`)} > ${ranked(sql`p.problem`)}`);
}

async function suppress(tx: Tx, problems: AddressProblem[]): Promise<void> {
  const rows = JSON.stringify(problems.map(({ address, problem }) => ({ address, problem })));
  await tx.execute(sql`
    insert into suppressions as s (address, problem)
    select distinct on (v.address) v.address, v.problem
    from jsonb_to_recordset(${rows}::jsonb) as v(address text, problem email_status)
    order by v.address, ${ranked(sql`v.problem`)} desc
    on conflict (address) do update set problem = excluded.problem
    where ${ranked(sql`excluded.problem`)} > ${ranked(sql`s.problem`)}`);
  await showProblems(
    tx,
    problems.map(({ address }) => address),
  );
}
