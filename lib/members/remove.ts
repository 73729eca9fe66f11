import { and, eq, type SQL } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { NotFound } from "@/lib/errors";

type Row = typeof members.$inferSelect;

/**
 * Locks a card until the transaction ends; mailings that take their recipients wait, or are waited for.
 *
 * @throws NotFound if the office has no such card.
 */
export async function lockMember(tx: Tx, officeId: string, id: string): Promise<Row> {
  const [row] = await tx.select().from(members).where(isCard(officeId, id)).for("update");
  if (!row) throw new NotFound();
  return row;
}

/**
 * Removes a card without recording it in the log.
 *
 * @throws NotFound if the office has no such card.
 */
export async function removeMember(tx: Tx, officeId: string, id: string): Promise<Row> {
  const [gone] = await tx.delete(members).where(isCard(officeId, id)).returning();
  if (!gone) throw new NotFound();
  return gone;
}

/**
 * The condition that a card is this one, of this office.
 *
 * @throws NotFound if `id` is no id.
 */
export function isCard(officeId: string, id: string): SQL | undefined {
  if (!isUuid(id)) throw new NotFound();
  return and(eq(members.officeId, officeId), eq(members.id, id));
}
