import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { showProblems } from "@/lib/members/show-problems";

/**
 * A card that got its address in the moment in which the address was suppressed may have missed it:
 * the two transactions did not see each other. Shows it on such cards.
 *
 * @param tx a transaction as system.
 */
export async function showNewSuppressions(tx: Tx): Promise<void> {
  const rows = await tx.execute<{ address: string }>(
    sql`select address from suppressions where since > now() - interval '1 hour'`,
  );
  if (rows.length > 0)
    await showProblems(
      tx,
      rows.map(({ address }) => address),
    );
}
