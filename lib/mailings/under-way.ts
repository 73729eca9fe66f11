import { inArray, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import type { Tx } from "@/lib/db/tenant";

/** Whether any office's mailing is being prepared or sent right now. */
export async function anyUnderWay(tx: Tx): Promise<boolean> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(mailings)
    .where(inArray(mailings.state, ["preparing", "sending"]))
    .limit(1);
  return rows.length > 0;
}
