import { type SQL, sql } from "drizzle-orm";
import { holdAddresses } from "@/lib/addresses/known";
import type { Tx } from "@/lib/db/tenant";

/**
 * Holds the addresses of messages that may get a problem, before the messages themselves: whoever waits for
 * a large import holds nothing that a pause or a cancellation needs.
 *
 * @param which conditions on the messages `m`.
 */
export async function holdAddressesOf(tx: Tx, which: SQL): Promise<void> {
  const rows = await tx.execute<{ address: string }>(sql`
    select distinct m.address from messages m where ${which}`);
  await holdAddresses(
    tx,
    rows.map(({ address }) => address),
    "exclusive",
  );
}
