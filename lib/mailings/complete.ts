import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { withOffice } from "@/lib/db/tenant";
import { moveMailing } from "@/lib/mailings/state";
import { anyToRetry, anythingWaits } from "@/lib/messages/send-next";

/**
 * Closes a mailing of which nothing waits any more: every message was handed over or decided about,
 * and every call has been answered or given to the look-up. One that is paused has nothing left to
 * hold then, unless something came back and would be tried again.
 *
 * @returns true if the mailing has just been completed.
 */
export async function completeMailing(officeId: string, mailingId: string): Promise<boolean> {
  return withOffice(officeId, async (tx) => {
    /* Checked before the lock, for which the chunks under way would wait: the last one to end sees that
       nothing is left. */
    if (await anythingWaits(tx, mailingId)) return false;
    const [mailing] = await tx
      .select({ state: mailings.state })
      .from(mailings)
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId)))
      .for("update");
    if (mailing?.state !== "sending" && mailing?.state !== "paused") return false;
    if (await anythingWaits(tx, mailingId)) return false;
    if (mailing.state === "paused" && (await anyToRetry(tx, mailingId))) return false;
    await moveMailing(tx, officeId, mailingId, "sent", { completedAt: sql`now()` });
    return true;
  });
}
