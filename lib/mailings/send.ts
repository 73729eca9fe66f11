import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { Invalid, NotFound } from "@/lib/errors";
import { mailingRequested } from "@/lib/events";
import { type Actor, record } from "@/lib/log-book/record";
import { plainTextOf } from "@/lib/mail/compile";
import { mergeProblems } from "@/lib/mail/mailing-template";
import { countRecipients } from "@/lib/mailings/recipients";
import { moveMailing } from "@/lib/mailings/state";
import { audienceSchema } from "@/lib/members/audience";
import { refuseHeld } from "@/lib/offices/hold";
import { announce } from "@/lib/outbox/announce";
import { dispatchSoon } from "@/lib/outbox/dispatch";

/**
 * Sends a draft. The mailing is frozen and goes out in the background; pressing twice sends once.
 *
 * @param expected how many messages the author was told would go out.
 * @throws Invalid for what the author can mend; Conflict if it is no draft any more.
 */
export async function sendMailing(
  officeId: string,
  actor: Actor,
  mailingId: string,
  expected: number,
): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const [mailing] = await tx
      .select()
      .from(mailings)
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId)))
      .for("update");
    if (!mailing) throw new NotFound();
    await refuseHeld(tx, officeId);
    refuseUnfinished(mailing.subject, mailing.bodyHtml);
    await refuseOtherNumber(tx, mailing, expected);
    const object = await moveMailing(tx, officeId, mailingId, "preparing", { requestedAt: sql`now()` });
    await record(tx, officeId, { actor, act: "mailing.sent", object, details: { count: expected } });
    await announce(tx, officeId, [mailingRequested.create({ officeId, mailingId })]);
  });
  await dispatchSoon();
}

/** @throws Invalid naming the first thing that keeps a text from being sent. */
export function refuseUnfinished(subject: string, bodyHtml: string): void {
  if (!subject.trim()) throw new Invalid("subject_missing");
  if (!plainTextOf(bodyHtml).trim()) throw new Invalid("body_missing");
  const { subject: inSubject, body: inBody } = mergeProblems({ subject, bodyHtml });
  const [problem] = [...inSubject, ...inBody];
  if (problem) throw new Invalid(problem.code, { text: problem.text });
}

async function refuseOtherNumber(
  tx: Tx,
  mailing: typeof mailings.$inferSelect,
  expected: number,
): Promise<void> {
  const audience = audienceSchema.parse(mailing.audience);
  const { messages } = await countRecipients(tx, mailing.officeId, audience, mailing.onePerAddress);
  if (messages === 0) throw new Invalid("nobody_confirmed");
  if (messages !== expected) throw new Invalid("recipients_changed", { count: messages });
}
