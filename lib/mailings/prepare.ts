import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { Invalid } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { currentKeyVersion } from "@/lib/links/token";
import { log } from "@/lib/log";
import { record } from "@/lib/log-book/record";
import { compileConfirmations } from "@/lib/mail/confirmation-template";
import { compileMailings } from "@/lib/mail/mailing-template";
import type { CompiledTemplate } from "@/lib/mail/template";
import { missMailing } from "@/lib/mailings/miss";
import { moveMailing } from "@/lib/mailings/state";
import { storedAudience } from "@/lib/members/audience";
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
 * One whose text does not compile, or whose view cannot be read, is a draft again: the rules may have become
 * stricter since it was let go. A confirmation request is cancelled then.
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

type Mailing = typeof mailings.$inferSelect;

async function freeze(tx: Tx, mailing: Mailing, preparedAt: string): Promise<number> {
  const { id: mailingId, officeId } = mailing;
  const office = await ownOffice(tx, officeId);
  const template = await compileFor(mailing, contentOffice(office));
  const audience = storedAudience(mailing.audience);
  if (template instanceof Invalid || audience === null) {
    await giveBack(tx, mailing, template instanceof Invalid ? template.values.problem : "audience");
    return 0;
  }
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
      template,
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

/** The templates, or what is wrong with the text. */
async function compileFor(
  mailing: Mailing,
  office: ReturnType<typeof contentOffice>,
): Promise<Record<Language, CompiledTemplate> | Invalid> {
  if (mailing.kind !== "mailing") return compileConfirmations(office);
  try {
    return await compileMailings({ ...mailing, office });
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}

/** What is wrong is said to its author when it is sent anew. Of a request there is no draft. */
async function giveBack(
  tx: Tx,
  { officeId, id, kind, requestedAt }: Mailing,
  fault: string | number | undefined,
): Promise<void> {
  log().error({ officeId, mailingId: id, fault }, "a mailing cannot be prepared any more");
  if (kind === "mailing") {
    const stamps = { scheduledAt: sql`requested_at`, requestedAt: sql`null` };
    return missMailing(tx, officeId, id, requestedAt ?? new Date(), stamps);
  }
  const object = await moveMailing(tx, officeId, id, "cancelled", { completedAt: sql`now()` });
  await record(tx, officeId, { actor: { kind: "program" }, act: "mailing.cancelled", object });
}
