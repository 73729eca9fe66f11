import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";
import { signLink } from "@/lib/links/token";
import { confirmUrl, oneClickUrl, unsubscribeUrl } from "@/lib/links/url";
import { personalisedWireMail, type WireMail } from "@/lib/mail/wire";
import type { FrozenMailing } from "@/lib/mailings/frozen";

/** The frozen part of a message that makes its mail. */
export type MessageToSend = {
  id: string;
  address: string;
  language: Language;
  values: Record<string, string>;
};

/** The mail of one attempt: a pure function of what is frozen, so the same bytes every time. */
export function mailOf(mailing: FrozenMailing, message: MessageToSend, attemptId: string): WireMail {
  const { baseUrl, keyVersion } = mailing;
  const mailed = mailing.kind === "mailing";
  const token = signLink(mailed ? "unsubscribe" : "confirm", message.id, keyVersion);
  const link = mailed
    ? { unsubscribe: unsubscribeUrl(baseUrl, token) }
    : { confirm: confirmUrl(baseUrl, token) };
  return personalisedWireMail(
    {
      to: message.address,
      officeName: mailing.senderName,
      replyTo: mailing.replyTo,
      attemptId,
      oneClickUrl: mailed ? oneClickUrl(baseUrl, token) : null,
    },
    mailing.templates[message.language],
    message.values,
    link,
    mailing.mailFrom,
  );
}

/** The mails of a batch, in its order. */
export async function mailsOf(
  tx: Tx,
  mailing: FrozenMailing,
  batchId: string,
): Promise<{ attemptIds: string[]; messageIds: string[]; mails: WireMail[] }> {
  const rows = await tx.execute<MessageToSend & { attempt_id: string }>(sql`
    select a.id as attempt_id, m.id, m.address, m.language, m.values
    from batches b
    cross join unnest(b.attempt_ids) with ordinality as v(id, place)
    join attempts a on a.id = v.id
    join messages m on m.id = a.message_id
    where b.id = ${batchId} order by v.place`);
  return {
    attemptIds: rows.map((row) => row.attempt_id),
    messageIds: rows.map((row) => row.id),
    mails: rows.map((row) => mailOf(mailing, row, row.attempt_id)),
  };
}
