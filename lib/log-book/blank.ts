import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/**
 * Takes the name of a card that was erased out of the office's log. The one thing that can be changed in
 * the log, by a function of the tables' owner; it does nothing unless `card.erased` is recorded.
 */
export async function blankCard(tx: Tx, cardId: string): Promise<void> {
  await tx.execute(sql`select blank_card_in_log(${cardId})`);
}
