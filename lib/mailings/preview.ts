import { randomUUID } from "node:crypto";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { Invalid } from "@/lib/errors";
import { mailTexts } from "@/lib/i18n/mail-texts";
import { previewLinks } from "@/lib/links/preview";
import { providerMail } from "@/lib/mail/envelope";
import { compileMailing } from "@/lib/mail/mailing-template";
import { mergeValues } from "@/lib/mail/merge";
import { sendOne } from "@/lib/mail/provider";
import { personalise, type RenderedMail } from "@/lib/mail/template";
import type { MailingInput } from "@/lib/mailings/input";
import { type Foreseen, foreseeMessage, foreseeMessages } from "@/lib/messages/foresee";
import { refuseHeld } from "@/lib/offices/hold";
import { contentOffice, type OwnOffice, ownOffice } from "@/lib/offices/own";

/** Somebody as whom a mailing can be looked at: a card's id, and what its message would be called. */
export type PreviewChoice = { id: string; name: string };

type Reader = Pick<Foreseen, "language" | "values">;

/** Recipients as whom a preview may be shown: the first fifty by name, of all or of those that a search finds. */
export function previewChoices(
  officeId: string,
  whom: Pick<MailingInput, "audience" | "onePerAddress">,
  search?: string,
): Promise<PreviewChoice[]> {
  return withOffice(officeId, async (tx) => {
    const office = await ownOffice(tx, officeId);
    const found = await foreseeMessages(tx, office, { officeId, ...whom }, search);
    return found.map(({ id, name }) => ({ id, name }));
  });
}

/**
 * The mail as a recipient would get it.
 *
 * @param memberId a card of the recipient; null shows the fallbacks.
 * @throws Invalid for a fault in the merge tags; `no_recipient` for a card that would not get it.
 */
export async function previewMailing(
  officeId: string,
  mailing: MailingInput,
  memberId: string | null,
): Promise<RenderedMail> {
  const { office, reader } = await withOffice(officeId, async (tx) => {
    const office = await ownOffice(tx, officeId);
    return { office, reader: memberId ? await readerOf(tx, office, mailing, memberId) : nobody(office) };
  });
  return render(office, mailing, reader);
}

/** The mail as the first recipient by name would get it; without a name where the view has nobody to show. */
export async function previewAsFirst(
  officeId: string,
  mailing: MailingInput,
): Promise<{ name: string | null; mail: RenderedMail }> {
  const { office, first } = await withOffice(officeId, async (tx) => {
    const office = await ownOffice(tx, officeId);
    const [first] = await foreseeMessages(tx, office, { officeId, ...mailing });
    return { office, first };
  });
  return { name: first?.name ?? null, mail: await render(office, mailing, first ?? nobody(office)) };
}

/**
 * Sends the mail to the author's own address, as the first recipient by name would get it; its subject says
 * that it is a test.
 *
 * @throws Invalid `test_not_sent` if the provider does not take it now; `office_suspended`,
 *   `office_paused`.
 */
export async function sendTest(officeId: string, mailing: MailingInput, to: string): Promise<void> {
  const { office, reader } = await withOffice(officeId, async (tx) => {
    await refuseHeld(tx, officeId);
    const office = await ownOffice(tx, officeId);
    const [first] = await foreseeMessages(tx, office, { officeId, ...mailing });
    return { office, reader: first ?? nobody(office) };
  });
  const mail = await render(office, mailing, reader);
  const envelope = {
    to,
    officeName: office.name,
    replyTo: office.replyTo,
    attemptId: null,
    oneClickUrl: null,
  };
  const subject = mailTexts(reader.language)("mailing.testSubject", { subject: mail.subject });
  const outcome = await sendOne(providerMail(envelope, { ...mail, subject }), {
    idempotencyKey: `test-${randomUUID()}`,
  });
  if (outcome.kind !== "accepted") throw new Invalid("test_not_sent");
}

async function readerOf(tx: Tx, office: OwnOffice, mailing: MailingInput, memberId: string): Promise<Reader> {
  const message = await foreseeMessage(tx, office, { officeId: office.id, ...mailing }, memberId);
  if (!message) throw new Invalid("no_recipient");
  return message;
}

const BLANK = { firstName: "", lastName: "", organisation: "", city: "" };

/** Stands in where the view has nobody to show. */
function nobody(office: OwnOffice): Reader {
  return { language: office.language, values: mergeValues(BLANK, office) };
}

async function render(office: OwnOffice, mailing: MailingInput, reader: Reader): Promise<RenderedMail> {
  const template = await compileMailing({ ...mailing, office: contentOffice(office) }, reader.language);
  return personalise(template, reader.values, previewLinks(env().APP_URL));
}
