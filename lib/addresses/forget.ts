import { type SQL, sql } from "drizzle-orm";
import { addressHash } from "@/lib/addresses/hash";
import { holdAddresses } from "@/lib/addresses/known";
import { ranked } from "@/lib/addresses/ranked";
import type { Tx } from "@/lib/db/tenant";

/**
 * Forgets the addresses of a person who has been erased in an office. What is known of an address that no
 * card has any more (for the office's own problem: no card of the office) is kept as a hash, so that a
 * refusal still holds if the address comes back.
 *
 * @param tx a transaction as system.
 */
export function forgetAddresses(tx: Tx, officeId: string, addresses: readonly string[]): Promise<void> {
  return forget(tx, addresses, sql`p.office_id = ${officeId}`);
}

/** Most addresses that one run of the sweep forgets. */
const AT_ONCE = 1_000;

/**
 * For the sweep: an erased address stays known in clear as long as some card has it. Forgets those whose last
 * card has been removed or has got another address.
 *
 * @param tx a transaction as system.
 */
export async function forgetUncarried(tx: Tx): Promise<void> {
  const rows = await tx.execute<{ address: string }>(sql`
    select distinct e.address from erased_addresses e
    where e.address is not null and not exists (select from members c where c.email = e.address)
    limit ${AT_ONCE}`);
  const addresses = rows.map(({ address }) => address);
  await forget(tx, addresses, sql`true`);
}

/**
 * @param whose condition on the offices of the problems `p` that are forgotten where no card of theirs has
 *   the address.
 */
async function forget(tx: Tx, addresses: readonly string[], whose: SQL): Promise<void> {
  if (addresses.length === 0) return;
  await holdAddresses(tx, addresses, "exclusive");
  const rows = JSON.stringify(addresses.map((address) => ({ address, hash: addressHash(address) })));
  const given = sql`jsonb_to_recordset(${rows}::jsonb) as v(address text, hash bytea)`;
  await tx.execute(sql`
    with lost as (
      delete from address_problems p using ${given}
      where ${whose} and p.address = v.address
        and not exists (select from members c where c.office_id = p.office_id and c.email = v.address)
      returning p.office_id, v.hash, p.problem, p.not_me, p.since
    )
    insert into erased_problems as e (office_id, hash, problem, not_me, since)
    select office_id, hash, problem, not_me, since from lost
    on conflict (office_id, hash) do update set problem = excluded.problem, not_me = excluded.not_me
    where ${ranked(sql`excluded.problem`)} > ${ranked(sql`e.problem`)}`);
  await tx.execute(sql`
    with asked as materialized (
      select v.address, v.hash, exists (select from members c where c.email = v.address) as carried from ${given}
    ), hidden as (
      update erased_addresses e set address = null from asked v
      where e.address = v.address and not v.carried and e.hash <> v.hash
    ), lost as (
      delete from suppressions s using asked v where s.address = v.address and not v.carried
      returning v.hash, s.problem, s.since
    )
    insert into erased_addresses as e (hash, address, problem, since)
    select v.hash, case when v.carried then v.address end, l.problem, l.since
    from asked v left join lost l on l.hash = v.hash
    on conflict (hash) do update set address = excluded.address,
      problem = coalesce(excluded.problem, e.problem), since = coalesce(excluded.since, e.since)`);
}
