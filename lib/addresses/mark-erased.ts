import { sql } from "drizzle-orm";
import type { AddressHash } from "@/lib/addresses/hash";
import { ranked } from "@/lib/addresses/ranked";
import { sinceLift } from "@/lib/addresses/since-lift";
import type { Problem } from "@/lib/addresses/status";
import type { Tx } from "@/lib/db/tenant";

export type AddressProblem = { officeId: string; address: string; problem: Problem };

type ErasedProblem = { officeId: string; hash: AddressHash; problem: Problem; at: string };

type Found = { officeId: string; problem: Problem; address: string | null; here: boolean };

/**
 * Records problems of addresses that have been erased since the mail was sent, by the hash of the address:
 * the mail bounced, was reported, or its link was used.
 *
 * @param tx a transaction as system.
 * @returns the problems whose address is known, because some card has it (again): of cards in the office
 *   itself (`own`), and of cards in other offices only (`blocked`).
 */
export async function markErased(
  tx: Tx,
  found: ErasedProblem[],
): Promise<{ own: AddressProblem[]; blocked: AddressProblem[] }> {
  if (found.length === 0) return { own: [], blocked: [] };
  /* Locked against a transaction that puts the address on a card, or lifts it, at the same moment. */
  const hashes = sql.param(found.map(({ hash }) => hash));
  await tx.execute(sql`
    select from erased_addresses where hash = any (${hashes}::bytea[]) order by hash for update`);
  const problems = await sinceLift(tx, found, ({ hash }) => [hash]);
  if (problems.length === 0) return { own: [], blocked: [] };
  const rows = JSON.stringify(
    problems.map(({ officeId, hash, problem }) => ({ office_id: officeId, hash, problem })),
  );
  const given = sql`jsonb_to_recordset(${rows}::jsonb) as v(office_id uuid, hash bytea, problem email_status)`;
  const carriers = await tx.execute<Found>(sql`
    select v.office_id as "officeId", v.problem, e.address,
      exists (select from members c where c.office_id = v.office_id and c.email = e.address) as here
    from ${given} left join erased_addresses e on e.hash = v.hash`);
  await tx.execute(sql`
    insert into erased_problems as p (office_id, hash, problem)
    select distinct on (v.office_id, v.hash) v.office_id, v.hash, v.problem
    from ${given} left join erased_addresses e on e.hash = v.hash
    where not exists (select from members c where c.office_id = v.office_id and c.email = e.address)
    order by v.office_id, v.hash, ${ranked(sql`v.problem`)} desc
    on conflict (office_id, hash) do update set problem = excluded.problem, not_me = false
    where ${ranked(sql`excluded.problem`)} > ${ranked(sql`p.problem`)}`);
  await tx.execute(sql`
    insert into erased_addresses as s (hash, problem, since)
    select distinct on (v.hash) v.hash, v.problem, now()
    from ${given} where not exists (
      select from erased_addresses e where e.hash = v.hash and e.address is not null)
    order by v.hash, ${ranked(sql`v.problem`)} desc
    on conflict (hash) do update set problem = excluded.problem, since = coalesce(s.since, excluded.since)
    where s.problem is null or ${ranked(sql`excluded.problem`)} > ${ranked(sql`s.problem`)}`);
  const known = carriers.flatMap(({ address, ...rest }) => (address === null ? [] : [{ ...rest, address }]));
  return { own: known.filter(({ here }) => here), blocked: known.filter(({ here }) => !here) };
}
