import { and, asc, eq, sql } from "drizzle-orm";
import { batches } from "@/lib/db/schema/messages";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { log } from "@/lib/log";
import { type BatchBody, batchBody, bodyHash } from "@/lib/mail/provider";
import { lockFrozenMailing } from "@/lib/mailings/frozen";
import { mailsOf } from "@/lib/messages/mail";

/** A batch that is written down and about to be handed to the provider. */
export type OpenBatch = {
  /** Also the idempotency key. */
  id: string;
  attemptIds: string[];
  body: BatchBody;
  calledAt: Date;
  /** How many times it has been handed over, this time included. */
  calls: number;
};

/** The provider remembers a key for 24 hours; an hour of margin. */
const KEY_LIVES = sql`interval '23 hours'`;

/** The oldest batch of a chunk that was written down and not answered. */
export async function openBatchOf(tx: Tx, mailingId: string, chunk: number): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.mailingId, mailingId), eq(batches.chunk, chunk), eq(batches.state, "open")))
    .orderBy(asc(batches.createdAt))
    .limit(1);
  return row?.id;
}

/**
 * Takes up a batch again whose answer is not known: the same mails, byte for byte, for the same key.
 *
 * One that the provider may have forgotten (after 23 hours), or whose mailing was cancelled, is
 * never posted blindly: it becomes `stale`, and the look-up finds out what became of it.
 *
 * @returns null if it is not to be posted now.
 */
export async function reopenBatch(officeId: string, batchId: string): Promise<OpenBatch | null> {
  return withOffice(officeId, async (tx) => {
    const [batch] = await tx
      .select({ mailingId: batches.mailingId })
      .from(batches)
      .where(and(eq(batches.id, batchId), eq(batches.state, "open")))
      .for("update");
    const mailing = batch && (await lockFrozenMailing(tx, officeId, batch.mailingId));
    if (!mailing || mailing.state === "paused") return null;
    const [row] = await tx.execute<{
      calls: number;
      called_at: string;
      body_hash: Buffer;
      state: string;
    }>(sql`
      update batches set
        state = case when ${mailing.state === "cancelled"} or first_called_at < now() - ${KEY_LIVES}
          then 'stale' else state end,
        calls = calls + 1, first_called_at = coalesce(first_called_at, now()), last_called_at = now()
      where id = ${batchId}
      returning calls, last_called_at as called_at, body_hash, state`);
    if (row?.state !== "open") return null;
    const { attemptIds, mails } = await mailsOf(tx, mailing, batchId);
    const body = batchBody(mails);
    if (!bodyHash(body).equals(row.body_hash)) {
      log().error({ batchId }, "a batch renders to other bytes than before: it is not posted");
      await tx.update(batches).set({ state: "stale" }).where(eq(batches.id, batchId));
      return null;
    }
    return { id: batchId, attemptIds, body, calledAt: new Date(row.called_at), calls: row.calls };
  });
}
