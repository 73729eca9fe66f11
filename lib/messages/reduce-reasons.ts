import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/**
 * Of why things went as they did, leaves our own words and the class: what the receiving side said may
 * hold an address, and its domain may be a person's own. For messages whose recipient is erased.
 */
export async function reduceReasons(tx: Tx, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const ids = uuids(messageIds);
  const tooMuch = sql`reason ?| array['detail', 'host']`;
  const less: SQL = sql`reason - 'detail' - 'host'`;
  await tx.execute(sql`
    update facts set reason = ${less} where message_id = any (${ids}) and ${tooMuch}`);
  await tx.execute(sql`
    update attempts set reason = ${less} where message_id = any (${ids}) and ${tooMuch}`);
  await tx.execute(sql`
    update messages set reason = ${less} where id = any (${ids}) and ${tooMuch}`);
}
