import { sql } from "drizzle-orm";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { nextMoveSql, somethingUnderWay } from "@/lib/messages/due";
import { sendNext } from "@/lib/messages/send-next";
import { stopRetries } from "@/lib/messages/stop-retries";
import { maySend } from "@/lib/offices/hold";

export type MailingToRetry = { officeId: string; mailingId: string; cancelled: boolean };

/** A run of the job server has a step for each, and in all of its rounds a thousand at most. */
export const MAILINGS_AT_ONCE = 25;

/**
 * Mailings with a retry that is due, or a retry whose outcome is not known. A paused mailing holds
 * its retries, and so does an office that may not send; those of a cancelled one are stopped all the same.
 *
 * Where there are too many, the lot decides, and no office has a second one before each has had a first:
 * all have their turn sooner or later.
 *
 * @param later mailings to leave out.
 */
export async function mailingsToRetry(later: readonly string[] = []): Promise<MailingToRetry[]> {
  return asSystem(async (tx) => {
    await tx.execute(sql`
      update messages set next_attempt_at = ${nextMoveSql(env().SOFT_BOUNCE_WINDOW)}
      where next_attempt_at <= now() and status = 'soft_bounced' and ${somethingUnderWay}
        and ${nextMoveSql(env().SOFT_BOUNCE_WINDOW)} is not null`);
    return tx.execute<MailingToRetry>(sql`
      select m.office_id as "officeId", m.id as "mailingId", m.state = 'cancelled' as cancelled
      from mailings m join (
        select mailing_id from messages
        where next_attempt_at <= now() and status = 'soft_bounced'
          and ${nextMoveSql(env().SOFT_BOUNCE_WINDOW)} is not null
        union
        select mailing_id from batches where state = 'open' and chunk = ${RETRY_CHUNK}
      ) due on due.mailing_id = m.id
      where m.id <> all (${uuids(later)})
        and (m.state = 'cancelled' or (m.state in ('sending', 'sent') and ${maySend(sql`m.office_id`)}))
      order by row_number() over (partition by m.office_id order by random()), random()
      limit ${MAILINGS_AT_ONCE}`);
  });
}

/**
 * Sends due retries of a mailing: the same content, a new attempt, a new key. Of a cancelled
 * mailing, to which a temporary bounce came in late, the retries are stopped. A mailing that cannot be
 * sent is logged, and holds no other up.
 *
 * @returns false if its turn is to come later.
 */
export async function retryNext({ officeId, mailingId, cancelled }: MailingToRetry): Promise<boolean> {
  try {
    if (cancelled) await withOffice(officeId, (tx) => stopRetries(tx, mailingId));
    return (await sendNext(officeId, mailingId, RETRY_CHUNK)).done;
  } catch (error) {
    log().error({ err: error, mailingId }, "the retries of a mailing could not be sent");
    return false;
  }
}

/** When the next retry or the end of a window is due, null if nothing waits. */
export async function nextDue(): Promise<Date | null> {
  return asSystem(async (tx) => {
    const [row] = await tx.execute<{ at: string | null }>(sql`
      select min(next_attempt_at) as at from messages where next_attempt_at > now()`);
    return row?.at ? new Date(row.at) : null;
  });
}
