import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/** First key of the advisory locks on registers; the second is the office. */
const REGISTER_LOCK = 7302;

/**
 * Holds the office's register until the transaction ends. An import holds it alone, so that two at
 * once make no doubles; a form shares it with other forms and waits for an import.
 */
export async function holdRegister(tx: Tx, officeId: string, mode: "shared" | "exclusive"): Promise<void> {
  const lock = mode === "shared" ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
  await tx.execute(sql`select ${lock}(${REGISTER_LOCK}, hashtext(${officeId}::text))`);
}
