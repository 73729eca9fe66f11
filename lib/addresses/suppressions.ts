import { sql } from "drizzle-orm";
import { holdAddresses } from "@/lib/addresses/known";
import type { Tx } from "@/lib/db/tenant";
import { showProblems } from "@/lib/members/show-problems";

/**
 * A card that got its address in the moment in which the address was suppressed may have missed it:
 * the two transactions did not see each other. Shows it on such cards.
 *
 * @param tx a transaction as system.
 */
export async function showNewSuppressions(tx: Tx): Promise<void> {
  const seen = await newlySuppressed(tx);
  if (seen.length === 0) return;
  /* What is lifted at this moment is waited for, and then not shown. */
  await holdAddresses(tx, seen, "shared");
  await showProblems(tx, await newlySuppressed(tx));
}

async function newlySuppressed(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ address: string }>(
    sql`select address from suppressions where since > now() - interval '1 hour'`,
  );
  return rows.map(({ address }) => address);
}
