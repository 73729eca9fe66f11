import { outbox } from "@/lib/db/schema/traffic";
import type { Tx } from "@/lib/db/tenant";

export type Announcement = { name: string; data: Record<string, unknown> };

/**
 * Stores events for the job server, in the transaction that they are about. Call `dispatchSoon` after the
 * commit; if the process dies in between, a sweep does it.
 */
export async function announce(tx: Tx, officeId: string, events: Announcement[]): Promise<void> {
  if (events.length === 0) return;
  await tx.insert(outbox).values(events.map(({ name, data }) => ({ officeId, name, data })));
}
