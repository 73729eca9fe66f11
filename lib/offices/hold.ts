import { eq, type SQL, sql } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import type { Tx } from "@/lib/db/tenant";
import { Invalid, NotFound } from "@/lib/errors";

export type Hold = {
  /** `suspended` by the operator; `paused` by the program, because of the office's rates. */
  kind: "suspended" | "paused";
  /** The operator's words; of a pause the kind of rate. */
  reason: string;
};

/**
 * Whether nothing may be sent from the office. Asked in the transaction that hands something over: a
 * suspension waits until that transaction ends.
 *
 * @param tx in the office, or as auth.
 */
export async function isHeld(tx: Tx, officeId: string): Promise<boolean> {
  return (await standingOf(tx, officeId)).hold !== null;
}

/**
 * Refuses to send anything from an office that is held. Called in the transaction that begins to send:
 * whoever deletes or suspends the office waits until that transaction ends.
 *
 * @throws Invalid `office_suspended`, `office_paused`
 * @throws NotFound if it has been deleted.
 */
export async function refuseHeld(tx: Tx, officeId: string): Promise<void> {
  const { hold, deletedAt } = await standingOf(tx, officeId);
  if (deletedAt) throw new NotFound();
  if (hold) throw new Invalid(`office_${hold}`);
}

/**
 * As `refuseHeld`, for mails about the office itself: people who are to tidy up a paused office may still be
 * invited.
 */
export async function refuseSuspended(tx: Tx, officeId: string): Promise<void> {
  if ((await standingOf(tx, officeId)).hold === "suspended") throw new Invalid("office_suspended");
}

async function standingOf(tx: Tx, officeId: string) {
  const [office] = await tx
    .select({ hold: offices.hold, deletedAt: offices.deletedAt })
    .from(offices)
    .where(eq(offices.id, officeId))
    .for("share");
  if (!office) throw new NotFound();
  return office;
}

/** For statements over many offices: the condition that the office with this id may send. */
export function maySend(officeId: SQL): SQL {
  return sql`not exists (select from offices held where held.id = ${officeId} and held.hold is not null)`;
}
