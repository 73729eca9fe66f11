import { sql } from "drizzle-orm";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { chunkReady, mailingRequested } from "@/lib/events";
import { firstWaits, retryWaits, waitingChunks } from "@/lib/messages/send-next";
import { maySend } from "@/lib/offices/hold";
import { announce } from "@/lib/outbox/announce";
import { dispatchSoon } from "@/lib/outbox/dispatch";
import { isTurnFarOff } from "@/lib/pace/reserve";

export type MailingRef = { officeId: string; mailingId: string };

/**
 * Mailings under way for which nothing has been handed over for the first time, or asked for, in the last two
 * minutes; retries have a job of their own, and may go on all the while. And those that are paused with
 * nothing left to hold, because what would have been tried again has ended.
 */
export async function findStandingStill(): Promise<MailingRef[]> {
  return asSystem((tx) =>
    tx.execute<MailingRef>(sql`
      select m.office_id as "officeId", m.id as "mailingId" from mailings m
      where m.state in ('preparing', 'sending', 'paused') and m.updated_at < now() - interval '2 minutes'
        and (m.state <> 'paused' or not (${firstWaits(sql`m.id`)} or ${retryWaits(sql`m.id`)}))
        and not exists (
          select from batches b where b.mailing_id = m.id and b.chunk >= 0
            and greatest(b.created_at, b.last_called_at) > now() - interval '2 minutes'
        )
        and ${maySend(sql`m.office_id`)}
      order by m.updated_at limit 100`),
  );
}

/** Sets an office's mailings going again that were held; what this misses, the sweep finds. */
export async function wakeOffice(officeId: string): Promise<void> {
  const waiting = await withOffice(officeId, (tx) =>
    tx.execute<{ id: string }>(sql`
      select id from mailings where office_id = ${officeId} and state in ('preparing', 'sending')`),
  );
  for (const { id } of waiting) await wakeMailing(officeId, id);
}

/**
 * Asks the job server again for what a mailing waits for; asking twice does no harm. In a long pause of the
 * provider nothing is asked for: each of many jobs would be told to come back after it.
 */
export async function wakeMailing(officeId: string, mailingId: string): Promise<void> {
  const chunks = (await isTurnFarOff()) ? [] : await waitingChunks(officeId, mailingId);
  await withOffice(officeId, async (tx) => {
    const [mailing] = await tx.execute<{ state: string }>(sql`
      update mailings set updated_at = now() where id = ${mailingId} and state in ('preparing', 'sending')
      returning state`);
    if (mailing?.state === "preparing") {
      await announce(tx, officeId, [mailingRequested.create({ officeId, mailingId })]);
    }
    if (mailing?.state === "sending") {
      await announce(
        tx,
        officeId,
        chunks.map((chunk) => chunkReady.create({ officeId, mailingId, chunk })),
      );
    }
  });
  await dispatchSoon();
}
