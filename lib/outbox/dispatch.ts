import { setTimeout as sleep } from "node:timers/promises";
import { asc, inArray, isNull, lt, sql } from "drizzle-orm";
import { outbox } from "@/lib/db/schema/traffic";
import { asSystem, type Tx } from "@/lib/db/tenant";
import { inngest } from "@/lib/events";
import { log } from "@/lib/log";

const AT_ONCE = 500;
/** Milliseconds to wait for the job server. */
const PATIENCE_MS = 3000;

/**
 * Hands the events in the outbox to the job server. The row's id is the event's id, which the job server
 * accepts only once in 24 hours, so that a crash between the two statements duplicates nothing.
 *
 * @returns how many events were handed over.
 */
export async function dispatchOutbox(): Promise<number> {
  const waiting = await asSystem((tx) =>
    tx
      .select({ id: outbox.id, name: outbox.name, data: outbox.data })
      .from(outbox)
      .where(isNull(outbox.sentAt))
      .orderBy(asc(outbox.createdAt))
      .limit(AT_ONCE),
  );
  if (waiting.length === 0) return 0;
  await inngest.send(
    waiting.map((row) => ({ id: row.id, name: row.name, data: row.data as Record<string, unknown> })),
  );
  const ids = waiting.map((row) => row.id);
  await asSystem((tx) => tx.update(outbox).set({ sentAt: sql`now()` }).where(inArray(outbox.id, ids)));
  return waiting.length;
}

/**
 * As `dispatchOutbox`, without failing: if the job server refuses the events or does not answer soon, the
 * next sweep tries again.
 */
export async function dispatchSoon(): Promise<void> {
  try {
    const late = sleep(PATIENCE_MS, "late", { ref: false });
    if ((await Promise.race([dispatchOutbox(), late])) === "late") throw new Error("no answer");
  } catch (error) {
    log().warn({ err: error }, "the job server did not take the outbox; the next sweep will try again");
  }
}

/** Deletes rows handed over more than three days ago. */
export async function purgeOutbox(tx: Tx): Promise<void> {
  await tx.delete(outbox).where(lt(outbox.sentAt, sql`now() - interval '3 days'`));
}
