import { sql } from "drizzle-orm";
import { addressHashes } from "@/lib/addresses/hash";
import { ranked } from "@/lib/addresses/ranked";
import type { Tx } from "@/lib/db/tenant";

/**
 * Writes back in clear what is remembered, as hashes, of erased addresses that are known again, for example
 * because they are put on cards. From then on the rest of the program needs no hashes for them.
 *
 * @param tx in an office, for its own problems and the suppressions; as system, also for the problems of all
 *   offices. The addresses are locked (`holdAddresses`).
 */
export async function recallAddresses(tx: Tx, addresses: readonly string[]): Promise<void> {
  const given = addresses.flatMap((address) => addressHashes(address).map((hash) => ({ address, hash })));
  const hits = await tx.execute<{ address: string; hash: string }>(sql`
    select r.address, r.hash::text as hash from recall_addresses(${JSON.stringify(given)}::text::json) r`);
  if (hits.length === 0) return;
  await tx.execute(sql`
    with back as (
      delete from erased_problems e
      using json_to_recordset(${JSON.stringify(hits)}::text::json) as v(address text, hash bytea)
      where e.hash = v.hash returning e.office_id, v.address, e.problem, e.not_me, e.since
    )
    insert into address_problems as p (office_id, address, problem, not_me, since)
    select distinct on (b.office_id, b.address) b.office_id, b.address, b.problem, b.not_me, b.since from back b
    order by b.office_id, b.address, ${ranked(sql`b.problem`)} desc
    on conflict (office_id, address) do update set problem = excluded.problem, not_me = excluded.not_me
    where ${ranked(sql`excluded.problem`)} > ${ranked(sql`p.problem`)}`);
}
