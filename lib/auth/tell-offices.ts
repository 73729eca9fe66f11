import { eq } from "drizzle-orm";
import { memberships } from "@/lib/db/schema/offices";
import type { Tx } from "@/lib/db/tenant";
import type { Act } from "@/lib/log-book/acts";
import { recordInOffices } from "@/lib/log-book/record";

/**
 * Records what a person did with their login in the log of each of their offices. As `auth`.
 *
 * @param calledNow the new name, if it is the name that was changed.
 */
export async function recordForPerson(
  tx: Tx,
  { id, name, email }: { id: string; name: string; email: string },
  act: Extract<Act, `login.${string}`>,
  calledNow?: string,
): Promise<void> {
  const rows = await tx
    .select({ officeId: memberships.officeId })
    .from(memberships)
    .where(eq(memberships.userId, id));
  const called = name || email;
  await recordInOffices(
    tx,
    rows.map(({ officeId }) => officeId),
    {
      actor: { kind: "colleague", id, name: called, from: null },
      act,
      object: { id, name: calledNow ?? called },
    },
  );
}
