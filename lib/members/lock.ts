import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/** First key of the advisory locks on registers; the second is the office. */
const REGISTER_LOCK = 7302;

/**
 * Locks the office's register until the transaction ends. An import holds it alone, so that two at once
 * create no duplicates; a form shares it with other forms and waits for an import. Whoever changes name,
 * organisation or address of a card holds it, and sets `updated_at` to the clock's time while doing so.
 */
export async function holdRegister(tx: Tx, officeId: string, mode: "shared" | "exclusive"): Promise<void> {
  const lock = mode === "shared" ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
  await tx.execute(sql`select ${lock}(${REGISTER_LOCK}, hashtext(${officeId}::text))`);
}

/**
 * An instant at which nobody is changing a card. Changes before it are visible once this transaction has
 * ended; changes after it have it or a later instant as `updated_at`.
 *
 * @param tx a transaction for this alone: others wait until it ends.
 * @returns the instant as the database writes it, in microseconds.
 */
export async function instantBetweenChanges(tx: Tx, officeId: string): Promise<string> {
  await holdRegister(tx, officeId, "exclusive");
  const [row] = await tx.execute<{ at: string }>(sql`select clock_timestamp()::text as at`);
  if (!row) throw new Error("the clock always has a row");
  return row.at;
}
