import { and, eq } from "drizzle-orm";
import type { EmailStatus } from "@/lib/addresses/status";
import { addressProblems } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";

/**
 * True if the card's problem is that somebody at its address pressed "Det var inte jag" in a mail of this
 * office.
 */
export async function isNotMe(
  tx: Tx,
  officeId: string,
  { email, emailStatus }: { email: string | null; emailStatus: EmailStatus | null },
): Promise<boolean> {
  if (email === null || emailStatus !== "problem_unsubscribed") return false;
  const [known] = await tx
    .select({ notMe: addressProblems.notMe })
    .from(addressProblems)
    .where(and(eq(addressProblems.officeId, officeId), eq(addressProblems.address, email)));
  return known?.notMe ?? false;
}
