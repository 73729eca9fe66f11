import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

/**
 * Takes back what was written down for the provider and not handed to it yet: a pause, a
 * cancellation or a crash came between. Its messages wait again.
 *
 * @param chunk only of this chunk; without it, of the whole mailing.
 */
export async function withdrawUncalled(tx: Tx, mailingId: string, chunk?: number): Promise<void> {
  const rows = await tx.execute<{ attempt_ids: string[] }>(sql`
    delete from batches
    where mailing_id = ${mailingId} and state = 'open' and first_called_at is null
      and ${chunk === undefined ? sql`true` : sql`chunk = ${chunk}`}
    returning attempt_ids`);
  const attemptIds = rows.flatMap((row) => row.attempt_ids);
  if (attemptIds.length > 0) await takeBack(tx, sql`a.id = any (${uuids(attemptIds)})`);
}

/** Undoes attempts that were never accepted by the provider; their messages wait for another. */
export async function takeBack(tx: Tx, which: SQL): Promise<void> {
  await tx.execute(sql`
    with absent as (
      delete from attempts a where ${which} returning a.message_id
    )
    update messages m set
      attempt_count = m.attempt_count - 1,
      status = case when m.attempt_count = 1 then 'none'::message_status else m.status end,
      next_attempt_at = case when m.window_started_at is not null then now() end,
      status_at = now()
    where m.id in (select message_id from absent) and m.attempt_count > 0`);
}
