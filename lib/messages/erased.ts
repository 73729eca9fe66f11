import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/** The attempts of messages whose recipient has been erased, among these messages and attempts. */
export async function attemptsOfErased(
  tx: Tx,
  among: { messageIds: readonly string[]; attemptIds?: readonly string[] },
): Promise<string[]> {
  const { messageIds, attemptIds = [] } = among;
  if (messageIds.length === 0 && attemptIds.length === 0) return [];
  const rows = await tx.execute<{ id: string }>(sql`
    select a.id from attempts a join messages m on m.id = a.message_id and m.office_id = a.office_id
    where a.message_id = any (${uuids(messageIds)}) and m.address_hash is not null
    union
    select a.id from attempts a join messages m on m.id = a.message_id and m.office_id = a.office_id
    where a.id = any (${uuids(attemptIds)}) and m.address_hash is not null`);
  return rows.map(({ id }) => id);
}

/** All attempts of these messages. */
export async function attemptsOf(tx: Tx, messageIds: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from attempts where message_id = any (${uuids(messageIds)})`);
  return rows.map(({ id }) => id);
}
