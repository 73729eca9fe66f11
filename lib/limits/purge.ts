import { lt, sql } from "drizzle-orm";
import { rateLimits } from "@/lib/db/schema/traffic";
import type { Tx } from "@/lib/db/tenant";

/** Deletes the rows of limits that are unused again. As `system`. */
export async function purgeLimits(tx: Tx): Promise<void> {
  await tx.delete(rateLimits).where(lt(rateLimits.spentUntil, sql`now()`));
}
