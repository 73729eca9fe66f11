import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/** Whether mails of any office are being handed over: retries too, whose mailings have been sent. */
export async function anyBeingCalled(tx: Tx): Promise<boolean> {
  const open = await tx.execute(sql`
    select from batches where state = 'open' and created_at > now() - interval '1 minute' limit 1`);
  return open.count > 0;
}
