import { sql } from "drizzle-orm";
import { withOffice } from "@/lib/db/tenant";
import { chunkReady, mailingCancelled } from "@/lib/events";
import { type Actor, record } from "@/lib/log-book/record";
import { moveMailing } from "@/lib/mailings/state";
import { takeBackAsking } from "@/lib/messages/asked";
import { waitingChunks } from "@/lib/messages/send-next";
import { stopRetries } from "@/lib/messages/stop-retries";
import { withdrawUncalled } from "@/lib/messages/withdraw";
import { refuseHeld } from "@/lib/offices/hold";
import { announce } from "@/lib/outbox/announce";
import { dispatchSoon } from "@/lib/outbox/dispatch";

/** Holds what is not yet handed to the provider, retries included. */
export async function pauseMailing(officeId: string, actor: Actor, mailingId: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const object = await moveMailing(tx, officeId, mailingId, "paused");
    await record(tx, officeId, { actor, act: "mailing.paused", object });
    await withdrawUncalled(tx, mailingId);
  });
}

/**
 * Goes on where a pause has held.
 *
 * @throws Invalid `office_suspended`, `office_paused`
 */
export async function resumeMailing(officeId: string, actor: Actor, mailingId: string): Promise<void> {
  const chunks = await waitingChunks(officeId, mailingId);
  await withOffice(officeId, async (tx) => {
    const object = await moveMailing(tx, officeId, mailingId, "sending");
    await refuseHeld(tx, officeId);
    await record(tx, officeId, { actor, act: "mailing.resumed", object });
    await announce(
      tx,
      officeId,
      chunks.map((chunk) => chunkReady.create({ officeId, mailingId, chunk })),
    );
  });
  await dispatchSoon();
}

/**
 * Cancels for good: what was never handed over stays `none`, and retries stop. What has been handed over
 * cannot be called back. Whom it would have asked was not asked: see `takeBackRequest`.
 */
export async function cancelMailing(officeId: string, actor: Actor, mailingId: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const object = await moveMailing(tx, officeId, mailingId, "cancelled", { completedAt: sql`now()` });
    await record(tx, officeId, { actor, act: "mailing.cancelled", object });
    await withdrawUncalled(tx, mailingId);
    await stopRetries(tx, mailingId);
    await announce(tx, officeId, [mailingCancelled.create({ officeId, mailingId })]);
  });
  await dispatchSoon();
}

/**
 * Of a cancelled request, the cards that it never asked are unconfirmed again. Apart from the cancellation:
 * an import of the office has the counts of its cards until it ends.
 */
export function takeBackRequest(officeId: string, mailingId: string): Promise<void> {
  return withOffice(officeId, (tx) => takeBackAsking(tx, mailingId));
}
