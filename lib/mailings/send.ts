import { sql } from "drizzle-orm";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { Invalid } from "@/lib/errors";
import { mailingRequested } from "@/lib/events";
import { type Actor, record } from "@/lib/log-book/record";
import { plainTextOf } from "@/lib/mail/compile";
import { isCut, mergeProblems } from "@/lib/mail/mailing-template";
import { sanitiseBody } from "@/lib/mail/sanitise";
import { type DraftRef, lockDraft, type WrittenDraft } from "@/lib/mailings/draft";
import type { MailingInput } from "@/lib/mailings/input";
import { countRecipients } from "@/lib/mailings/recipients";
import { moveMailing } from "@/lib/mailings/state";
import { NOBODY, storedAudience } from "@/lib/members/audience";
import { refuseHeld } from "@/lib/offices/hold";
import { announce } from "@/lib/outbox/announce";
import { dispatchSoon } from "@/lib/outbox/dispatch";

/**
 * Share by which the number of messages may have changed since the author was told: members confirm all day.
 */
const UNNOTICED = 0.02;

/**
 * Sends a draft. The mailing is frozen and goes out in the background; pressing twice sends once.
 *
 * @param draft in the version that the author saw.
 * @param expected how many messages the author was told would go out.
 * @throws Invalid for what the author can mend, or if many more or fewer would get it now; Conflict if it is no
 *   draft any more; Outdated if somebody saved it since.
 */
export async function sendMailing(
  officeId: string,
  actor: Actor,
  draft: DraftRef,
  expected: number,
): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const mailing = await lockDraft(tx, officeId, draft);
    await refuseHeld(tx, officeId);
    const messages = await refuseUnsendable(tx, mailing);
    const changed = Math.abs(messages - expected) > expected * UNNOTICED;
    if (changed) throw new Invalid("recipients_changed", { count: messages });
    const mailingId = draft.id;
    const object = await moveMailing(tx, officeId, mailingId, "preparing", { requestedAt: sql`now()` });
    await record(tx, officeId, { actor, act: "mailing.sent", object, details: { count: messages } });
    await announce(tx, officeId, [mailingRequested.create({ officeId, mailingId })]);
  });
  await dispatchSoon();
}

type Content = Pick<MailingInput, "subject" | "bodyHtml">;

/** True if nothing has been written. */
export function isBlank({ subject, bodyHtml }: Content): boolean {
  return subject.trim() === "" && saysNothing(bodyHtml);
}

/** Checks what would be saved of the text, since the browser may send anything. */
function saysNothing(bodyHtml: string): boolean {
  return plainTextOf(sanitiseBody(bodyHtml)).trim() === "";
}

/** @throws Invalid naming the first thing that keeps a text from being sent. */
export function refuseUnfinished({ subject, bodyHtml }: Content): void {
  if (!subject.trim()) throw new Invalid("subject_missing");
  if (saysNothing(bodyHtml)) throw new Invalid("body_missing");
  if (isCut(bodyHtml)) throw new Invalid("body_too_long");
  const { subject: inSubject, body: inBody } = mergeProblems({ subject, bodyHtml });
  const [problem] = [...inSubject, ...inBody];
  if (problem) throw new Invalid(problem.code, { text: problem.text });
}

/**
 * @returns how many messages there would be now.
 * @throws Invalid naming the first thing that keeps a draft from being sent.
 */
export async function refuseUnsendable(tx: Tx, draft: WrittenDraft): Promise<number> {
  refuseUnfinished(draft);
  const audience = storedAudience(draft.audience) ?? NOBODY;
  const { messages } = await countRecipients(tx, draft.officeId, audience, draft.onePerAddress);
  if (messages === 0) throw new Invalid("nobody_confirmed");
  return messages;
}
