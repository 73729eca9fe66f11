import { and, eq, ne } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import type { Tx } from "@/lib/db/tenant";
import { type Colleague, record } from "@/lib/log-book/record";

/**
 * Decides whether the office and its member offices require a second factor. From the next request on,
 * whoever has none is sent to the page that sets it up. For administrators, in a transaction of the office.
 */
export async function requireSecondFactor(
  tx: Tx,
  officeId: string,
  actor: Colleague,
  required: boolean,
): Promise<void> {
  const [changed] = await tx
    .update(offices)
    .set({ requireSecondFactor: required })
    .where(and(eq(offices.id, officeId), ne(offices.requireSecondFactor, required)))
    .returning({ id: offices.id });
  if (!changed) return;
  const act = required ? "login.secondFactorRequired" : "login.secondFactorOptional";
  await record(tx, officeId, { actor, act });
}
