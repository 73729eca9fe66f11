import { and, eq, gte, isNull, type SQL, sql } from "drizzle-orm";
import { batches, messages } from "@/lib/db/schema/messages";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { takeBackAsking } from "@/lib/messages/asked";
import { type CallResult, callProvider } from "@/lib/messages/call-provider";
import { CHUNK_SIZE } from "@/lib/messages/chunk";
import type { MessageStatus } from "@/lib/messages/facts";
import { handOver } from "@/lib/messages/hand-over";
import { openBatchOf, reopenBatch } from "@/lib/messages/open-batch";
import { withdrawUncalled } from "@/lib/messages/withdraw";

/** What one turn of the sending job came to. */
export type Turn = CallResult | { done: true; empty: true };

/**
 * Sends what comes next of a chunk: first a batch that was handed over and not answered, else a few
 * batches of those that wait, and again a few until the time is over.
 *
 * @param until when to stop, as `Date.now` counts; left out, after the first few.
 */
export async function sendNext(officeId: string, mailingId: string, chunk: number, until = 0): Promise<Turn> {
  const unanswered = await withOffice(officeId, async (tx) => {
    await withdraw(tx, mailingId, chunk);
    return openBatchOf(tx, mailingId, chunk);
  });
  const again = unanswered ? await reopenBatch(officeId, unanswered) : null;
  /* The look-up has it now; the others of the chunk go on. */
  if (again === "stale") return { done: true };
  for (;;) {
    const batches = unanswered
      ? [again].filter((batch) => batch !== null)
      : await handOver(officeId, mailingId, chunk);
    if (batches.length === 0) return { done: true, empty: true };
    const result = await callProvider(officeId, batches);
    /* Somebody else sends this chunk: two at once would take each other's batches back for ever. */
    if (result.done && result.interrupted === "withdrawn") return { done: true, empty: true };
    if (!result.done) await withOffice(officeId, (tx) => withdraw(tx, mailingId, chunk));
    if (unanswered || !result.done || result.interrupted || Date.now() >= until) return result;
  }
}

/** Takes back what was not called; of a request that has been cancelled meanwhile, also that it asked. */
async function withdraw(tx: Tx, mailingId: string, chunk: number): Promise<void> {
  if (await withdrawUncalled(tx, mailingId, chunk)) await takeBackAsking(tx, mailingId);
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

/**
 * Whether first attempts of a mailing still wait to be handed over or for an answer. Asked after each
 * chunk, so it is read off the kept counts.
 */
export async function anythingWaits(tx: Tx, mailingId: string): Promise<boolean> {
  const [row] = await tx.execute<{ waits: boolean }>(sql`select ${firstWaits(sql`${mailingId}`)} as waits`);
  return row?.waits ?? false;
}

/** Whether a message of a mailing has come back for a while. */
export async function anyToRetry(tx: Tx, mailingId: string): Promise<boolean> {
  const [row] = await tx.execute<{ waits: boolean }>(sql`select ${retryWaits(sql`${mailingId}`)} as waits`);
  return row?.waits ?? false;
}

/** As `anythingWaits`, for statements over many mailings. */
export function firstWaits(mailingId: SQL): SQL {
  return sql`(${anyOf(mailingId, "none")} or exists (
    select from batches w where w.mailing_id = ${mailingId} and w.state in ('open', 'stale') and w.chunk >= 0))`;
}

/** As `anyToRetry`, for statements over many mailings. */
export function retryWaits(mailingId: SQL): SQL {
  return anyOf(mailingId, "soft_bounced");
}

function anyOf(mailingId: SQL, status: MessageStatus): SQL {
  /* Not `exists`: for a statement over many mailings the planner would read the counts of all there are. */
  return sql`coalesce((
    select c.count > 0 from mailing_counts c where c.mailing_id = ${mailingId} and c.status = ${status}), false)`;
}
