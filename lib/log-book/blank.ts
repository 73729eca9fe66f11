import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/**
 * Blanks the name of an erased card in the office's log. This is the only change to the log that is possible,
 * by a function of the tables' owner, and only if `card.erased` has been recorded.
 */
export async function blankCard(tx: Tx, cardId: string): Promise<void> {
  await tx.execute(sql`select blank_card_in_log(${cardId})`);
}
