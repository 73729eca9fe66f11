import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { currentKeyVersion } from "@/lib/links/token";
import { compileConfirmations } from "@/lib/mail/confirmation-template";
import { compileMailings } from "@/lib/mail/mailing-template";
import { moveMailing } from "@/lib/mailings/state";
import { audienceSchema } from "@/lib/members/audience";
import { instantBetweenChanges } from "@/lib/members/lock";
import { freezeConfirmationRecipients, freezeRecipients } from "@/lib/messages/freeze";
import { contentOffice, ownOffice } from "@/lib/offices/own";

/**
 * Freezes all that makes the mails of a mailing: recipients, values, templates, sender, links. In
 * one transaction, so that a crash leaves the mailing as it was; a second run finds it frozen.
 *
 * The instant is taken in a transaction before it, which changes nothing: a card that was changed earlier
 * is frozen as it became, and one that was frozen as it was has been changed at that instant or later.
 *
 * @returns how many messages there are.
 */
export async function prepareMailing(officeId: string, mailingId: string): Promise<number> {
  const preparedAt = await withOffice(officeId, (tx) => instantBetweenChanges(tx, officeId));
  return withOffice(officeId, async (tx) => {
    const [mailing] = await tx
      .select()
      .from(mailings)
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId)))
      .for("update");
    if (!mailing) return 0;
    if (mailing.state !== "preparing") return mailing.total;
    return freeze(tx, mailing, preparedAt);
  });
}

async function freeze(tx: Tx, mailing: typeof mailings.$inferSelect, preparedAt: string): Promise<number> {
  const { id: mailingId, officeId } = mailing;
  const office = await ownOffice(tx, officeId);
  const audience = audienceSchema.parse(mailing.audience);
  const frozen =
    mailing.kind === "mailing"
      ? await freezeRecipients(
          tx,
          { officeId, mailingId, audience, onePerAddress: mailing.onePerAddress },
          office,
        )
      : await freezeConfirmationRecipients(tx, { officeId, mailingId, audience });
  await tx
    .update(mailings)
    .set({
      ...frozen,
      template:
        mailing.kind === "mailing"
          ? await compileMailings({ ...mailing, office: contentOffice(office) })
          : await compileConfirmations(contentOffice(office)),
      senderName: office.name,
      mailFrom: env().MAIL_FROM,
      replyTo: office.replyTo,
      baseUrl: env().APP_URL,
      keyVersion: currentKeyVersion(),
      preparedAt: sql`${preparedAt}::timestamptz`,
    })
    .where(eq(mailings.id, mailingId));
  await moveMailing(tx, officeId, mailingId, "sending");
  return frozen.total;
}
