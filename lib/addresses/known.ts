import { sql } from "drizzle-orm";
import { recallAddresses } from "@/lib/addresses/recall";
import type { EmailStatus } from "@/lib/addresses/status";
import type { Tx } from "@/lib/db/tenant";

/** First key of the advisory locks on addresses; the second is one of `BUCKETS`. */
const ADDRESS_LOCK = 7301;
const BUCKETS = 64;

/**
 * Which status a card gets when one of these addresses is put on it (domain, "E-mail status of a card"): the
 * problem that this office knows of the address; else `problem_blocked` if the provider's account must not
 * send to it; else `unconfirmed`. What is remembered of an erased address counts too, and is known in clear
 * from now on.
 *
 * Locks the addresses until the transaction ends, so that a problem that is recorded at the same moment
 * waits, and then finds the card. Call it before the first card is written.
 *
 * @param addresses as `parseAddress` gives them; each gets an entry in the result.
 */
export async function statusesForAddresses(
  tx: Tx,
  addresses: readonly string[],
): Promise<Map<string, EmailStatus>> {
  const distinct = [...new Set(addresses)];
  const statuses = new Map<string, EmailStatus>(distinct.map((address) => [address, "unconfirmed"]));
  if (distinct.length === 0) return statuses;
  await holdAddresses(tx, distinct, "shared");
  await recallAddresses(tx, distinct);
  const list = JSON.stringify(distinct);
  const rows = await tx.execute<{ address: string; status: EmailStatus }>(sql`
    with wanted as (select array_agg(value) as list from json_array_elements_text(${list}::text::json))
    select s.address, 'problem_blocked'::email_status as status
    from wanted, suppressed_among(wanted.list) as s(address)
    where not exists (
      select from address_problems p where p.office_id = current_office() and p.address = s.address)
    union all
    select p.address, p.problem
    from wanted, address_problems p
    where p.office_id = current_office() and p.address = any (wanted.list)`);
  for (const row of rows) statuses.set(row.address, row.status);
  return statuses;
}

/**
 * Locks addresses until the transaction ends: `shared` to put them on cards, `exclusive` to record or lift a
 * problem. Locks are taken in order, a few for any number of addresses; read what they protect in a later
 * statement.
 */
export async function holdAddresses(
  tx: Tx,
  addresses: readonly string[],
  mode: "shared" | "exclusive",
): Promise<void> {
  const lock = mode === "shared" ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
  await tx.execute(sql`
    select ${lock}(${ADDRESS_LOCK}, bucket)
    from (
      select distinct abs(hashtext(value) % ${BUCKETS}::int) as bucket
      from json_array_elements_text(${JSON.stringify(addresses)}::text::json)
      order by 1
    ) buckets`);
}

/** Locks all addresses, shared: for work that finds out only on the way which addresses it puts on cards. */
export async function holdEveryAddress(tx: Tx): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock_shared(${ADDRESS_LOCK}, bucket) from generate_series(0, ${BUCKETS - 1}::int) bucket`);
}
