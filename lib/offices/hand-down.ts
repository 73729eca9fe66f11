import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/**
 * Copies what a head office shares into the rows of its member offices where it changes, so that an office
 * reads its own row and no other. Call it in the transaction (as `auth`) of every change to a head office's
 * settings.
 */
export async function handDown(tx: Tx, headId: string): Promise<void> {
  await tx.execute(sql`
    update offices o set inherited = handed.down
    from offices head, jsonb_strip_nulls(jsonb_build_object(
      'replyTo', case when 'replyTo' = any (head.shared) then head.reply_to end,
      'postalAddress', case when 'postalAddress' = any (head.shared) then head.postal_address end,
      'footer', case when 'footer' = any (head.shared) then head.footer end,
      'logoId', case when 'logoId' = any (head.shared) then head.logo_id end)) handed (down)
    where head.id = ${headId} and o.parent_id = head.id and o.inherited <> handed.down`);
}
