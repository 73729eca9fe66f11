import { log } from "@/lib/log";
import { providerMail } from "@/lib/mail/envelope";
import { sendOne } from "@/lib/mail/provider";
import type { RenderedMail } from "@/lib/mail/template";

/** Milliseconds before each further try. */
const PAUSES = [500, 2_000, 5_000];

/**
 * Sends a mail to a colleague, about the login or the work. Tries again while the provider does not answer.
 *
 * @param tokenId of the link or of what it tells; the same mail is never delivered twice.
 * @returns whether the provider took it.
 */
export async function sendAccountMail(to: string, tokenId: string, mail: RenderedMail): Promise<boolean> {
  const envelope = { to, officeName: "", replyTo: null, attemptId: null, oneClickUrl: null };
  for (const pause of [...PAUSES, null]) {
    const outcome = await sendOne(providerMail(envelope, mail), { idempotencyKey: `account-${tokenId}` });
    if (outcome.kind === "accepted") return true;
    if (outcome.kind !== "retry" || pause === null) {
      log().error({ tokenId, outcome: outcome.kind }, "a mail to a colleague was not sent");
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return false;
}
