import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { batches } from "@/lib/db/schema/messages";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { log } from "@/lib/log";
import { type BatchBody, batchBody, bodyHash } from "@/lib/mail/batch-body";
import { lockFrozenMailing } from "@/lib/mailings/frozen";
import { takeBackAsking } from "@/lib/messages/asked";
import { cardsOfMessage, withProblem } from "@/lib/messages/eligible";
import { RANK } from "@/lib/messages/facts";
import { KEY_LIVES } from "@/lib/messages/key-lives";
import { mailsOf } from "@/lib/messages/mail";
import { settleMessages } from "@/lib/messages/settle";
import { withdrawUncalled } from "@/lib/messages/withdraw";
import { isHeld, maySend } from "@/lib/offices/hold";

/** A batch that is written down. */
export type OpenBatch = {
  /** Also the idempotency key. */
  id: string;
  attemptIds: string[];
  /** Of which message each attempt is. */
  messageIds: string[];
  body: BatchBody;
};

/** When a batch is being handed to the provider, and for which time. */
export type Call = { at: Date; number: number };

/** The oldest batch of a chunk that was handed over and not answered. */
export async function openBatchOf(tx: Tx, mailingId: string, chunk: number): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: batches.id })
    .from(batches)
    .where(
      and(
        eq(batches.mailingId, mailingId),
        eq(batches.chunk, chunk),
        eq(batches.state, "open"),
        isNotNull(batches.firstCalledAt),
      ),
    )
    .orderBy(asc(batches.createdAt))
    .limit(1);
  return row?.id;
}

/**
 * So long the answer counts that was given about the cards of a batch when it was written down. About those
 * of a half of a refused batch nobody was asked then.
 */
const ANSWER_COUNTS = sql`interval '2 seconds'`;

/**
 * A batch `b` of which some mail is not to go out any more. Its turn at the provider may have come long
 * after it was written down: the provider had asked for a pause, or many others were before it. Or its author
 * has given up on what was called and not answered.
 */
const hasChanged = sql`exists (
  with mails as materialized (
    select m.id, m.office_id, m.address, m.created_at, m.stopped, ml.kind
    from attempts a
    join messages m on m.id = a.message_id and m.office_id = a.office_id
    join mailings ml on ml.id = m.mailing_id and ml.office_id = m.office_id
    where a.id = any (b.attempt_ids) and a.office_id = b.office_id
  )
  select t.address from mails t cross join ${cardsOfMessage(sql`t.kind = 'confirmation_request'`)}
  where cards.carried is not true or t.stopped is not null
  union all (${withProblem(sql`select address from mails`)}))`;

/**
 * All mails of a batch `b` were accepted: something is known of one that only the provider can have said. To
 * call it again gives the answer and sends nothing.
 */
const isAccepted = sql`exists (
  select from attempts a where a.id = any (b.attempt_ids) and a.office_id = b.office_id
    and (a.fact > ${sql.raw(String(RANK.unanswered))} or a.provider_id is not null))`;

/** Its mailing was paused or cancelled: what is not called yet is withdrawn then, a repeated call is not made. */
const isStopped = sql`exists (
  select from mailings ml
  where ml.id = b.mailing_id and ml.office_id = b.office_id and ml.state in ('paused', 'cancelled'))`;

/**
 * Writes down that batches are handed to the provider now: from here on a crash leaves them to be
 * called again with the same key, and never to be withdrawn. One of which some mail is not to go out any
 * more is not called again: it is looked up, for the call before may have been accepted or not.
 *
 * @returns the call of each batch by its id; none of one that has been withdrawn, is not open any more,
 *   whose office is held, whose mailing was stopped, or of which some mail is not to go out any more.
 */
export async function beginCalls(officeId: string, batchIds: string[]): Promise<Map<string, Call>> {
  return withOffice(officeId, async (tx) => {
    const rows = await tx.execute<{ id: string; at: string; number: number }>(sql`
      update batches b set calls = calls + 1, first_called_at = coalesce(first_called_at, now()), last_called_at = now()
      where id = any (${uuids(batchIds)}) and state = 'open' and ${maySend(sql`office_id`)}
        and case when calls > 0 then not ${isStopped} and (${isAccepted} or not ${hasChanged})
          else (first_called_at is null and created_at between now() - ${ANSWER_COUNTS} and now()) or not ${hasChanged} end
      returning id, last_called_at as at, calls as number`);
    const calls = new Map(rows.map(({ id, at, number }) => [id, { at: new Date(at), number }]));
    const others = batchIds.filter((id) => !calls.has(id));
    if (others.length > 0) await putAside(tx, others);
    return calls;
  });
}

/** Batches whose call may not begin. */
async function putAside(tx: Tx, ids: string[]): Promise<void> {
  /* A half of a refused batch is withdrawn like any other. */
  await tx.execute(sql`
    update batches set first_called_at = null, last_called_at = null
    where id = any (${uuids(ids)}) and state = 'open' and calls = 0 and first_called_at is not null`);
  await tx.execute(sql`
    update batches b set state = 'stale'
    where id = any (${uuids(ids)}) and state = 'open' and calls > 0
      and ${maySend(sql`office_id`)} and not ${isStopped}`);
}

/** Whether a batch has been withdrawn: whoever did so has its chunk, or the mailing is held. */
export async function isWithdrawn(officeId: string, batchId: string): Promise<boolean> {
  return withOffice(officeId, async (tx) => {
    const left = await tx.execute(sql`select from batches where id = ${batchId}`);
    return left.count === 0;
  });
}

/**
 * Takes back that first calls have begun: they were not made, or the provider has turned them away for
 * the time being. Their mails are asked about anew.
 */
export async function unbeginCalls(officeId: string, batchIds: string[]): Promise<void> {
  if (batchIds.length === 0) return;
  await withOffice(officeId, (tx) =>
    /* A half of a refused batch was handed over before its own first call, and stays by itself. One that another
       run has left to the look-up meanwhile needs none. */
    tx.execute(sql`
      update batches set state = 'open', calls = 0, last_called_at = nullif(first_called_at, last_called_at),
        first_called_at = nullif(first_called_at, last_called_at)
      where id = any (${uuids(batchIds)}) and state in ('open', 'stale') and calls = 1`),
  );
}

/**
 * Takes up a batch again whose answer is not known: the same mails, byte for byte, for the same key.
 *
 * One that the provider may have forgotten (`KEY_LIVES`), or whose mailing was cancelled, is
 * never posted blindly: it becomes `stale`, and the look-up finds out what became of it. So does one that
 * another release of the program wrote otherwise. What a cancelled mailing has not called is withdrawn.
 *
 * @returns null if nothing is to be posted now, "stale" if this one alone is not.
 */
export async function reopenBatch(officeId: string, batchId: string): Promise<OpenBatch | "stale" | null> {
  return withOffice(officeId, async (tx) => {
    const [batch] = await tx
      .select({
        mailingId: batches.mailingId,
        bodyHash: batches.bodyHash,
        forgotten: sql<boolean>`${batches.firstCalledAt} < now() - ${KEY_LIVES}`,
      })
      .from(batches)
      .where(and(eq(batches.id, batchId), eq(batches.state, "open")))
      .for("update");
    const mailing = batch && (await lockFrozenMailing(tx, officeId, batch.mailingId));
    if (!mailing || mailing.state === "paused") return null;
    if (mailing.state !== "cancelled" && (await isHeld(tx, officeId))) return null;
    const { attemptIds, messageIds, mails } = await mailsOf(tx, mailing, batchId);
    const giveUp = async () => {
      await tx.update(batches).set({ state: "stale" }).where(eq(batches.id, batchId));
      await settleMessages(tx, messageIds);
      return "stale" as const;
    };
    if (mailing.state === "cancelled") {
      /* Halves of a batch that was refused when the mailing had been cancelled already. */
      if (await withdrawUncalled(tx, mailing.id)) await takeBackAsking(tx, mailing.id);
      await giveUp();
      return null;
    }
    if (batch.forgotten) return giveUp();
    const body = batchBody(mails);
    if (!bodyHash(body).equals(batch.bodyHash)) {
      log().error({ batchId }, "a batch renders to other bytes than before: it is not posted");
      return giveUp();
    }
    return { id: batchId, attemptIds, messageIds, body };
  });
}
