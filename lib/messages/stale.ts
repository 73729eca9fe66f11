import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { lockFrozenMailing } from "@/lib/mailings/frozen";
import { factOfCall } from "@/lib/messages/fact-of-call";
import { RANK } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { mailsOf } from "@/lib/messages/mail";
import { keyOf } from "@/lib/messages/sought";

export type StaleBatch = {
  batchId: string;
  /** The first call: the mails, if any, were accepted after it. */
  from: Date;
  /** Recipient and subject of each mail: see `keyOf`. */
  sought: Set<string>;
};

/**
 * Open batches that are too old for their key become stale, their attempts unanswered; of the stale
 * ones, the oldest whose last call is at least an hour ago is to be looked up.
 */
export async function mailsOfStaleBatch(tx: Tx): Promise<StaleBatch | null> {
  await tx.execute(sql`
    update batches set state = 'stale'
    where state = 'open' and first_called_at < now() - interval '23 hours'`);
  await showUnanswered(tx);
  const [batch] = await tx.execute<{
    id: string;
    office_id: string;
    mailing_id: string;
    from: string;
  }>(sql`
    select id, office_id, mailing_id, first_called_at as from from batches
    where state = 'stale' and last_called_at < now() - interval '1 hour'
    order by created_at limit 1`);
  if (!batch) return null;
  const mailing = await lockFrozenMailing(tx, batch.office_id, batch.mailing_id);
  if (!mailing) return null;
  const { mails } = await mailsOf(tx, mailing, batch.id);
  return {
    batchId: batch.id,
    from: new Date(batch.from),
    sought: new Set(mails.map((mail) => keyOf(mail.to, mail.subject))),
  };
}

/** Whoever died before the answer has said nothing of the attempts: their outcome is not known. */
async function showUnanswered(tx: Tx): Promise<void> {
  const rows = await tx.execute<{ id: string; called_at: string }>(sql`
    select a.id, b.last_called_at as called_at from batches b
    cross join unnest(b.attempt_ids) as v(id) join attempts a on a.id = v.id
    where b.state = 'stale' and a.fact = ${RANK.queued}`);
  await foldFacts(
    tx,
    rows.map(({ id, called_at }) => factOfCall(id, "unanswered", new Date(called_at))),
  );
}
