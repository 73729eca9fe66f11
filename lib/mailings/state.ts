import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import type { Tx } from "@/lib/db/tenant";
import { Conflict } from "@/lib/errors";

export type MailingState = (typeof mailings.state.enumValues)[number];

/** The legal moves of a mailing. The database has the same table in a trigger. */
export const MOVES: Readonly<Record<MailingState, readonly MailingState[]>> = {
  draft: ["scheduled", "preparing"],
  scheduled: ["draft", "preparing", "cancelled"],
  preparing: ["draft", "sending", "cancelled"],
  sending: ["paused", "sent", "cancelled"],
  paused: ["sending", "sent", "cancelled"],
  sent: [],
  cancelled: [],
};

type Stamps = Partial<Record<"scheduledAt" | "requestedAt" | "completedAt" | "preparedAt", SQL>>;

/**
 * Moves a mailing to another state.
 *
 * @param stamps times that the move writes down.
 * @returns the mailing as the log names it.
 * @throws Conflict if the mailing is in no state that leads there, or is not of this office.
 */
export async function moveMailing(
  tx: Tx,
  officeId: string,
  mailingId: string,
  to: MailingState,
  stamps: Stamps = {},
): Promise<{ id: string; name: string }> {
  const from = mailings.state.enumValues.filter((state) => MOVES[state].includes(to));
  const [moved] = await tx
    .update(mailings)
    .set({ state: to, updatedAt: sql`now()`, ...stamps })
    .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId), inArray(mailings.state, from)))
    .returning({ id: mailings.id, name: mailings.subject });
  if (!moved) throw new Conflict(`a mailing in another state, wanted: ${to}`);
  return moved;
}
