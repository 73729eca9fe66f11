import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { lockFrozenMailing } from "@/lib/mailings/frozen";
import { factOfCall } from "@/lib/messages/fact-of-call";
import { RANK } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { KEY_LIVES } from "@/lib/messages/key-lives";
import { mailsOf } from "@/lib/messages/mail";
import { keyOf } from "@/lib/messages/sought";

export type StaleBatch = {
  id: string;
  officeId: string;
  mailingId: string;
  /** The first call: the mails, if any, were accepted after it. */
  from: Date;
  /** The mail in the provider's list after which the look-up goes on; null at its beginning. */
  cursor: string | null;
};

/** A batch whose look-up failed, or whose program died in it, has its turn again after this. */
const AGAIN = sql`interval '10 minutes'`;

/**
 * Open batches that are too old for their key, or that nobody posts again because their mailing was cancelled,
 * become stale, their attempts unanswered. A stale one has been answered when the provider has told of all its
 * mails by itself. Of the others whose last call is at least an hour ago, one is taken to be looked up: whatever
 * comes of it, the rest has its turn.
 */
export async function takeStaleBatch(tx: Tx): Promise<StaleBatch | null> {
  await tx.execute(sql`
    update batches b set state = 'stale'
    where state = 'open' and (first_called_at < now() - ${KEY_LIVES} or (
      last_called_at < now() - interval '1 hour'
      and exists (select from mailings m where m.id = b.mailing_id and m.state = 'cancelled')))`);
  await tx.execute(sql`
    update batches b set state = 'answered', answered_at = now()
    where state = 'stale' and not exists (
      select from attempts a where a.id = any (b.attempt_ids) and a.office_id = b.office_id
        and a.provider_id is null and a.fact <= ${RANK.unanswered})`);
  await showUnanswered(tx);
  type Row = Omit<StaleBatch, "from"> & { from: string };
  const [row] = await tx.execute<Row>(sql`
    update batches set look_up_after = now() + ${AGAIN}
    where id in (
      select id from batches
      where state = 'stale' and coalesce(last_called_at, first_called_at, created_at) < now() - interval '1 hour'
        and coalesce(look_up_after, '-infinity') <= now()
      order by look_up_after nulls first, created_at limit 1 for update skip locked)
    returning id, office_id as "officeId", mailing_id as "mailingId",
      coalesce(first_called_at, created_at) as from, look_up_cursor as cursor`);
  return row ? { ...row, from: new Date(row.from) } : null;
}

/**
 * Recipient and subject of each mail of a batch, as `keyOf` writes them.
 *
 * @throws Error when its mails cannot be written any more.
 */
export async function soughtOf(tx: Tx, batch: StaleBatch): Promise<Set<string>> {
  const mailing = await lockFrozenMailing(tx, batch.officeId, batch.mailingId);
  if (!mailing) throw new Error("a mailing with batches is not frozen");
  const { mails } = await mailsOf(tx, mailing, batch.id);
  return new Set(mails.map((mail) => keyOf(mail.to, mail.subject)));
}

/** Whoever died before the answer has said nothing of the attempts: their outcome is not known. */
async function showUnanswered(tx: Tx): Promise<void> {
  const rows = await tx.execute<{ id: string; called_at: string }>(sql`
    select a.id, coalesce(b.last_called_at, b.first_called_at) as called_at from batches b
    cross join unnest(b.attempt_ids) as v(id) join attempts a on a.id = v.id
    where b.state = 'stale' and a.fact = ${RANK.queued}`);
  await foldFacts(
    tx,
    rows.map(({ id, called_at }) => factOfCall(id, "unanswered", new Date(called_at))),
  );
}
