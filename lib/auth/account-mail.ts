import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/log";
import { providerMail } from "@/lib/mail/envelope";
import { sendOne } from "@/lib/mail/provider";
import type { RenderedMail } from "@/lib/mail/template";

/** Milliseconds to wait before each further attempt. */
const PAUSES = [500, 2_000, 5_000];

/**
 * Sends a mail to a colleague, about the login or the work. Tries again while the provider cannot be reached
 * or asks for a pause.
 *
 * @param tokenId id of the link in the mail, or of the event that it reports: the provider's idempotency key
 *   is made of it, so that the same mail is never delivered twice.
 * @returns whether the provider accepted it.
 */
export async function sendAccountMail(to: string, tokenId: string, mail: RenderedMail): Promise<boolean> {
  const envelope = { to, officeName: "", replyTo: null, attemptId: null, oneClickUrl: null };
  const attempt = () => sendOne(providerMail(envelope, mail), { idempotencyKey: `account-${tokenId}` });
  let outcome = await attempt();
  for (const pause of PAUSES) {
    if (outcome.kind !== "retry") break;
    await sleep(pause);
    outcome = await attempt();
  }
  if (outcome.kind === "accepted") return true;
  log().error({ tokenId, outcome: outcome.kind }, "a mail to a colleague was not sent");
  return false;
}
