import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { settleMessages } from "@/lib/messages/settle";

/**
 * What came back for a while is not tried again: the mailing was cancelled, or its author gives up.
 *
 * @returns how many messages.
 */
export async function stopRetries(tx: Tx, mailingId: string): Promise<number> {
  const stopped = await tx.execute<{ id: string }>(sql`
    update messages set stopped = 'cancelled', stopped_at = now()
    where id in (
      select id from messages
      where mailing_id = ${mailingId} and status = 'soft_bounced'
      order by id for update
    ) returning id`);
  await settleMessages(
    tx,
    stopped.map(({ id }) => id),
  );
  return stopped.length;
}
