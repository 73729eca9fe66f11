import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { batches } from "@/lib/db/schema/messages";
import { withOffice } from "@/lib/db/tenant";
import { batchBody, bodyHash } from "@/lib/mail/batch-body";
import { lockFrozenMailing } from "@/lib/mailings/frozen";
import { mailsOf } from "@/lib/messages/mail";

/**
 * One bad mail fails its whole batch. A refused batch goes on as two halves with keys of their own,
 * until the bad mail stands alone. Nothing of the refused batch was accepted; one that somebody else has
 * called too stays as it is.
 */
export async function splitBatch(officeId: string, batchId: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const [batch] = await tx
      .update(batches)
      .set({ state: "split", answeredAt: sql`now()` })
      .where(sql`${batches.id} = ${batchId} and ${batches.state} = 'open' and ${batches.calls} = 1`)
      .returning({ mailingId: batches.mailingId, chunk: batches.chunk });
    if (!batch) return;
    const mailing = await lockFrozenMailing(tx, officeId, batch.mailingId);
    if (!mailing) return;
    const { attemptIds, mails } = await mailsOf(tx, mailing, batchId);
    const middle = Math.ceil(mails.length / 2);
    for (const [from, to] of [
      [0, middle],
      [middle, mails.length],
    ]) {
      const half = mails.slice(from, to);
      await tx.insert(batches).values({
        id: uuidv7(),
        officeId,
        mailingId: mailing.id,
        chunk: batch.chunk,
        attemptIds: attemptIds.slice(from, to),
        bodyHash: bodyHash(batchBody(half)),
        /* Its mails have been handed over once: a half is called again, never withdrawn, or the bad
           mail would come back into a whole batch. */
        firstCalledAt: sql`now()`,
      });
    }
  });
}
