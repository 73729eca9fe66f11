import { createElement } from "react";
import { Notice } from "@/emails/notice";
import type { Language } from "@/lib/i18n/language";
import { mailTexts } from "@/lib/i18n/mail-texts";
import { renderMail } from "@/lib/mail/compile";
import { headerSafe } from "@/lib/mail/header";
import type { RenderedMail } from "@/lib/mail/template";

export type MissedMailingDetails = {
  language: Language;
  officeName: string;
  /** Its subject. */
  mailing: string;
  /** When it should have gone out, in words. */
  date: string;
  url: string;
};

/** The mail that tells a mailing's author that it could not be sent when it was to be. */
export async function renderMissedMailing(details: MissedMailingDetails): Promise<RenderedMail> {
  const { language, officeName: office, mailing, date, url } = details;
  const t = mailTexts(language);
  const subject = headerSafe(t("missedMailing.subject", { mailing }));
  const element = createElement(Notice, {
    language,
    subject,
    title: t("missedMailing.title"),
    paragraphs: [t("missedMailing.sentence", { mailing, date }), t("missedMailing.todo")],
    button: t("missedMailing.button"),
    plainLink: t("plainLink"),
    url,
    why: t("missedMailing.why", { office }),
  });
  return { subject, ...(await renderMail(element)) };
}
