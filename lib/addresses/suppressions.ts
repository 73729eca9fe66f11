import { sql } from "drizzle-orm";
import { holdAddresses } from "@/lib/addresses/known";
import type { Tx } from "@/lib/db/tenant";
import { showProblems } from "@/lib/members/show-problems";

/**
 * Shows recent suppressions on cards that have missed them: a card that got its address at the moment in
 * which the address was suppressed, so that neither transaction saw the other.
 *
 * @param tx a transaction as system.
 */
export async function showNewSuppressions(tx: Tx): Promise<void> {
  const seen = await newlySuppressed(tx);
  if (seen.length === 0) return;
  /* Waits for a lift that is under way, so that a lifted suppression is not shown. */
  await holdAddresses(tx, seen, "shared");
  await showProblems(tx, await newlySuppressed(tx));
}

async function newlySuppressed(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ address: string }>(
    sql`select address from suppressions where since > now() - interval '1 hour'`,
  );
  return rows.map(({ address }) => address);
}
