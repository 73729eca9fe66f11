import { lt, sql } from "drizzle-orm";
import { rateLimits } from "@/lib/db/schema/traffic";
import type { Tx } from "@/lib/db/tenant";

/** Forgets whoever has the whole of a limit again. As `system`. */
export async function purgeLimits(tx: Tx): Promise<void> {
  await tx.delete(rateLimits).where(lt(rateLimits.spentUntil, sql`now()`));
}
