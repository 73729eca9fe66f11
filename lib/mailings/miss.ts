import type { SQL } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { mailingMissed } from "@/lib/events";
import { record } from "@/lib/log-book/record";
import { moveMailing } from "@/lib/mailings/state";
import { announce } from "@/lib/outbox/announce";

/**
 * Makes a mailing that could not be sent in time a draft again, and has its author informed. Its page then
 * says when it should have been sent.
 *
 * @param at when it should have been sent.
 * @param stamps times to record with it.
 */
export async function missMailing(
  tx: Tx,
  officeId: string,
  mailingId: string,
  at: Date,
  stamps: Partial<Record<"scheduledAt" | "requestedAt", SQL>> = {},
): Promise<void> {
  const object = await moveMailing(tx, officeId, mailingId, "draft", stamps);
  await record(tx, officeId, { actor: { kind: "program" }, act: "mailing.missed", object });
  await announce(tx, officeId, [mailingMissed.create({ officeId, mailingId, at: at.getTime() })]);
}
