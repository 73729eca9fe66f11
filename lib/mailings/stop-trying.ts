import { and, eq } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { withOffice } from "@/lib/db/tenant";
import { Conflict } from "@/lib/errors";
import { type Actor, record } from "@/lib/log-book/record";
import { stopRetries } from "@/lib/messages/stop-retries";
import { withdrawUncalled } from "@/lib/messages/withdraw";

/**
 * Gives up on the messages that are being tried again, of a mailing that has been sent and so cannot be
 * cancelled any more. It stays sent; what comes back for a while later on is tried again as usual. An attempt
 * that has been handed over cannot be called back, and may still arrive.
 *
 * @returns how many messages; none where the last of them has come to an end meanwhile.
 * @throws Conflict if the mailing has not been sent.
 */
export async function stopTrying(officeId: string, actor: Actor, mailingId: string): Promise<number> {
  return withOffice(officeId, async (tx) => {
    /* Whoever hands retries over has it as well: what they have taken, they have written down by then. */
    const [mailing] = await tx
      .select({ id: mailings.id, name: mailings.subject })
      .from(mailings)
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId), eq(mailings.state, "sent")))
      .for("update");
    if (!mailing) throw new Conflict("a mailing that has not been sent");
    await withdrawUncalled(tx, mailingId);
    const count = await stopRetries(tx, mailingId);
    if (count === 0) return 0;
    await record(tx, officeId, { actor, act: "mailing.retriesStopped", object: mailing, details: { count } });
    return count;
  });
}
