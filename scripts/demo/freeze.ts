import { sql } from "drizzle-orm";
import { withOffice } from "../../lib/db/tenant";
import { env } from "../../lib/env";
import { currentKeyVersion } from "../../lib/links/token";
import { compileConfirmations } from "../../lib/mail/confirmation-template";
import { compileMailings } from "../../lib/mail/mailing-template";
import { moveMailing } from "../../lib/mailings/state";
import { freezeConfirmationRecipients, freezeRecipients } from "../../lib/messages/freeze";
import { contentOffice, ownOffice } from "../../lib/offices/own";
import { iso } from "./cards";

export type PastMailing = {
  kind: "mailing" | "confirmation_request";
  subject: string;
  bodyHtml: string;
  author: { id: string; name: string };
  /** When "send" was pressed. */
  at: Date;
};

/** A message that waits to be handed over. */
export type Waiting = { id: string; address: string };

/**
 * Writes a mailing to all cards of the office and freezes it, as of a time in the past.
 *
 * @returns its id and the messages that wait, in their order.
 */
export function freezeMailing(
  officeId: string,
  { kind, subject, bodyHtml, author, at }: PastMailing,
): Promise<{ mailingId: string; waiting: Waiting[] }> {
  return withOffice(officeId, async (tx) => {
    const office = await ownOffice(tx, officeId);
    const asked = kind === "confirmation_request";
    const audience = asked ? { status: "unconfirmed" as const } : {};
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into mailings (office_id, kind, subject, body_html, audience, one_per_address, created_by,
        created_by_name, created_at, requested_at)
      values (${officeId}, ${kind}, ${subject}, ${bodyHtml}, ${JSON.stringify(audience)}::jsonb, ${asked},
        ${author.id}, ${author.name}, ${iso(at)}::timestamptz - interval '20 minutes', ${iso(at)}::timestamptz)
      returning id`);
    const mailingId = row?.id ?? "";
    await moveMailing(tx, officeId, mailingId, "preparing");
    const scope = { officeId, mailingId, audience };
    const frozen = asked
      ? await freezeConfirmationRecipients(tx, scope)
      : await freezeRecipients(tx, { ...scope, onePerAddress: false }, office);
    const template = asked
      ? await compileConfirmations(contentOffice(office))
      : await compileMailings({ subject, bodyHtml, office: contentOffice(office) });
    await tx.execute(sql`
      update mailings set total = ${frozen.total}, skipped_unconfirmed = ${frozen.skippedUnconfirmed},
        skipped_without_address = ${frozen.skippedWithoutAddress}, template = ${JSON.stringify(template)}::jsonb,
        sender_name = ${office.name}, mail_from = ${env().MAIL_FROM}, reply_to = ${office.replyTo},
        base_url = ${env().APP_URL}, key_version = ${currentKeyVersion()}, prepared_at = ${iso(at)}::timestamptz
      where id = ${mailingId}`);
    await tx.execute(sql`
      update messages set created_at = ${iso(at)}::timestamptz, status_at = ${iso(at)}::timestamptz
      where mailing_id = ${mailingId}`);
    if (asked) {
      await tx.execute(sql`
        update members c set email_status_at = ${iso(at)}::timestamptz from message_cards mc
        where mc.mailing_id = ${mailingId} and mc.member_id = c.id`);
    }
    await moveMailing(tx, officeId, mailingId, "sending");
    const waiting = await tx.execute<Waiting>(sql`
      select id, address from messages where mailing_id = ${mailingId} and status = 'none' order by position`);
    return { mailingId, waiting: [...waiting] };
  });
}

/** Closes a mailing as of a time in the past. */
export async function closeMailing(
  officeId: string,
  mailingId: string,
  state: "sent" | "cancelled",
  at: Date,
): Promise<void> {
  await withOffice(officeId, async (tx) => {
    await moveMailing(tx, officeId, mailingId, state, { completedAt: sql`${iso(at)}::timestamptz` });
    await tx.execute(sql`update mailings set updated_at = completed_at where id = ${mailingId}`);
  });
}
