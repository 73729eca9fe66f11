import { and, asc, eq } from "drizzle-orm";
import { messages } from "@/lib/db/schema/messages";
import { withOffice } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { NotFound } from "@/lib/errors";
import { previewLinks } from "@/lib/links/preview";
import { personalise, type RenderedMail } from "@/lib/mail/template";
import { lockFrozenMailing } from "@/lib/mailings/frozen";

export type SentMail = { mail: RenderedMail; name: string; address: string };

/**
 * The mail as a recipient got it, from what was frozen. Its personal links are replaced: they speak
 * for the member, and nobody in the office is to be able to press them.
 *
 * @param messageId whose mail; null for the first of the list.
 * @returns null if the recipients are not frozen yet, or there are none.
 * @throws NotFound if the office's mailing has no such message.
 */
export async function sentMail(
  officeId: string,
  mailingId: string,
  messageId: string | null,
): Promise<SentMail | null> {
  if (messageId !== null && !isUuid(messageId)) throw new NotFound();
  return withOffice(officeId, async (tx) => {
    const mailing = await lockFrozenMailing(tx, officeId, mailingId);
    if (!mailing) return null;
    const [message] = await tx
      .select({
        name: messages.name,
        address: messages.address,
        language: messages.language,
        values: messages.values,
      })
      .from(messages)
      .where(
        and(
          eq(messages.officeId, officeId),
          eq(messages.mailingId, mailingId),
          messageId === null ? undefined : eq(messages.id, messageId),
        ),
      )
      .orderBy(asc(messages.position))
      .limit(1);
    if (!message && messageId !== null) throw new NotFound();
    if (!message) return null;
    const links = previewLinks(mailing.baseUrl);
    const mail = personalise(mailing.templates[message.language], message.values, links);
    return { mail, name: message.name, address: message.address };
  });
}
