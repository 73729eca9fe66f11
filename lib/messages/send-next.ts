import { and, eq, gte, isNull, sql } from "drizzle-orm";
import { batches, messages } from "@/lib/db/schema/messages";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { type CallResult, callProvider } from "@/lib/messages/call-provider";
import { CHUNK_SIZE, waits } from "@/lib/messages/chunk";
import { handOver } from "@/lib/messages/hand-over";
import { openBatchOf, reopenBatch } from "@/lib/messages/open-batch";
import { reserveCall } from "@/lib/pace/reserve";

/** What one turn of the sending job came to. */
export type Turn = CallResult | { done: true; empty: true };

/**
 * Sends the next batch of a chunk: first one that was written down and not answered, else the next
 * hundred that wait. The call's moment is reserved before anything is taken, so that pausing acts
 * on all that waits for its turn.
 */
export async function sendNext(officeId: string, mailingId: string, chunk: number): Promise<Turn> {
  const waiting = await withOffice(officeId, (tx) => whatWaits(tx, mailingId, chunk));
  if (!waiting) return { done: true, empty: true };
  await reserveCall("send");
  const batch = waiting.openBatch
    ? await reopenBatch(officeId, waiting.openBatch)
    : await handOver(officeId, mailingId, chunk);
  return batch ? callProvider(officeId, batch) : { done: true, empty: true };
}

async function whatWaits(
  tx: Tx,
  mailingId: string,
  chunk: number,
): Promise<{ openBatch: string | undefined } | null> {
  const openBatch = await openBatchOf(tx, mailingId, chunk);
  if (openBatch) return { openBatch };
  const rows = await tx.select({ id: messages.id }).from(messages).where(waits(mailingId, chunk)).limit(1);
  return rows.length > 0 ? { openBatch } : null;
}

/** The chunks of a mailing in which messages or open batches wait; for the sweep. */
export async function waitingChunks(officeId: string, mailingId: string): Promise<number[]> {
  return withOffice(officeId, async (tx) => {
    const waiting = await tx
      .selectDistinct({ chunk: sql<number>`${messages.position} / ${sql.raw(String(CHUNK_SIZE))}` })
      .from(messages)
      .where(and(eq(messages.mailingId, mailingId), eq(messages.status, "none"), isNull(messages.stopped)));
    const open = await tx
      .selectDistinct({ chunk: batches.chunk })
      .from(batches)
      .where(and(eq(batches.mailingId, mailingId), eq(batches.state, "open"), gte(batches.chunk, 0)));
    return [...new Set([...waiting, ...open].map(({ chunk }) => chunk))].sort((a, b) => a - b);
  });
}

/** Whether first attempts of a mailing still wait to be handed over or for an answer. */
export async function anythingWaits(tx: Tx, mailingId: string): Promise<boolean> {
  const [row] = await tx.execute<{ waits: boolean }>(sql`
    select exists (select from messages where mailing_id = ${mailingId} and status = 'none')
      or exists (select from batches where mailing_id = ${mailingId} and state in ('open', 'stale') and chunk >= 0) as waits`);
  return row?.waits ?? false;
}
