import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/**
 * Locks the slugs of all offices until the transaction ends: of two that want the same one, the second finds
 * it taken.
 */
export async function holdSlugs(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('office slugs'))`);
}
