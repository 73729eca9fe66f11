import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { settleMessages } from "@/lib/messages/settle";

/**
 * Takes back what was written down for the provider and not handed to it yet: a pause, a
 * cancellation or a crash came between. Its messages wait again.
 *
 * @param chunk only of this chunk; without it, of the whole mailing. Halves of a refused batch are not
 *   taken back for a chunk that goes on: the bad mail would come back into a whole batch.
 * @returns whether there was any.
 */
export async function withdrawUncalled(tx: Tx, mailingId: string, chunk?: number): Promise<boolean> {
  const rows = await tx.execute<{ attempt_ids: string[] }>(sql`
    delete from batches
    where mailing_id = ${mailingId} and state = 'open' and calls = 0
      and ${chunk === undefined ? sql`true` : sql`chunk = ${chunk} and first_called_at is null`}
    returning attempt_ids`);
  const attemptIds = rows.flatMap((row) => row.attempt_ids);
  if (attemptIds.length === 0) return false;
  await takeBack(tx, sql`a.id = any (${uuids(attemptIds)})`);
  return true;
}

/** Undoes attempts that were never accepted by the provider; their messages wait for another. */
export async function takeBack(tx: Tx, which: SQL): Promise<void> {
  const rows = await tx.execute<{ id: string }>(
    sql`delete from attempts a where ${which} returning a.message_id as id`,
  );
  const ids = rows.map(({ id }) => id);
  await settleMessages(tx, ids);
  await tx.execute(sql`
    update messages set next_attempt_at = now()
    where id = any (${uuids(ids)}) and status = 'soft_bounced'`);
}
