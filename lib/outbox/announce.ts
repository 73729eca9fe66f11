import { outbox } from "@/lib/db/schema/traffic";
import type { Tx } from "@/lib/db/tenant";

export type Announcement = { name: string; data: Record<string, unknown> };

/**
 * Writes down, in the transaction that it speaks of, what the job server is to hear. Call
 * `dispatchSoon` after the commit; a sweep does it if the process dies in between.
 */
export async function announce(tx: Tx, officeId: string, events: Announcement[]): Promise<void> {
  if (events.length === 0) return;
  await tx.insert(outbox).values(events.map(({ name, data }) => ({ officeId, name, data })));
}
