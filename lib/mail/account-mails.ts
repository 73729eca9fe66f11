import { createElement } from "react";
import { Account, type AccountProps } from "@/emails/account";
import type { Language } from "@/lib/i18n/language";
import { mailTexts } from "@/lib/i18n/mail-texts";
import { renderMail } from "@/lib/mail/compile";
import { headerSafe } from "@/lib/mail/header";
import type { RenderedMail } from "@/lib/mail/template";

export type InvitationDetails = {
  language: Language;
  officeName: string;
  /** Null when the invitation comes from the operator. */
  inviterName: string | null;
  /** Page on which it is accepted, with its secret. */
  url: string;
  /** The person has a login already, and answers by it. */
  known: boolean;
  validDays: number;
};

/** The mail that invites a colleague to an office. */
export function renderInvitation(details: InvitationDetails): Promise<RenderedMail> {
  const { language, officeName, inviterName, url, known, validDays } = details;
  const t = mailTexts(language);
  const office = { office: officeName };
  const subject = t("invitation.subject", office);
  const sentence = inviterName
    ? t("invitation.sentence", { ...office, inviter: inviterName })
    : t("invitation.sentenceWithoutInviter", office);
  return accountMail(language, subject, {
    title: t("invitation.title", office),
    sentence,
    button: t("invitation.button"),
    url,
    validity: t(known ? "invitation.validityKnown" : "invitation.validity", { days: validDays }),
    ignore: t("invitation.ignore"),
  });
}

export type PasswordResetDetails = {
  language: Language;
  email: string;
  /** Page on which a new password is chosen, with its secret. */
  url: string;
  validHours: number;
};

/** The mail to a colleague who has forgotten the password. */
export function renderPasswordReset(details: PasswordResetDetails): Promise<RenderedMail> {
  const { language, email, url, validHours } = details;
  const t = mailTexts(language);
  const subject = t("passwordReset.subject");
  return accountMail(language, subject, {
    title: t("passwordReset.title"),
    sentence: t("passwordReset.sentence", { email }),
    button: t("passwordReset.button"),
    url,
    validity: t("passwordReset.validity", { hours: validHours }),
    ignore: t("passwordReset.ignore"),
  });
}

export type ReplyToRequestDetails = {
  language: Language;
  officeName: string;
  address: string;
  /** Page on which the address is confirmed, with its secret. */
  url: string;
  validDays: number;
};

/** The mail that asks whether answers to an office's mailings may go to this address. */
export function renderReplyToRequest(details: ReplyToRequestDetails): Promise<RenderedMail> {
  const { language, officeName: office, address, url, validDays } = details;
  const t = mailTexts(language);
  const subject = t("replyTo.subject", { office });
  return accountMail(language, subject, {
    title: t("replyTo.title"),
    sentence: t("replyTo.sentence", { office, address }),
    button: t("replyTo.button"),
    url,
    validity: t("replyTo.validity", { days: validDays }),
    ignore: t("replyTo.ignore"),
  });
}

export type EmailChangeDetails = {
  language: Language;
  /** Whether it goes to the present address or to the wished one. */
  side: "old" | "new";
  oldEmail: string;
  newEmail: string;
  /** Page on which this address says yes, with its secret. */
  url: string;
  validHours: number;
};

/** The mail that asks one of the two addresses whether the login may move. */
export function renderEmailChange(details: EmailChangeDetails): Promise<RenderedMail> {
  const { language, side, oldEmail, newEmail, url, validHours } = details;
  const t = mailTexts(language);
  const subject = t("emailChange.subject");
  return accountMail(language, subject, {
    title: t("emailChange.title"),
    sentence: t(`emailChange.${side}`, { oldEmail, newEmail }),
    button: t("emailChange.button"),
    url,
    validity: t("emailChange.validity", { hours: validHours }),
    ignore: t("emailChange.ignore"),
  });
}

/** What a person is told of by mail, as its texts are named. */
export type LoginChange = "passwordChanged" | "secondFactorOn" | "secondFactorOff" | "recoveryCodesRenewed";

export type LoginChangedDetails = {
  language: Language;
  email: string;
  change: LoginChange;
  /** Page of the own login; it asks for the login like any other. */
  url: string;
};

/** The mail that tells a person of a change to the login: nothing in it opens anything. */
export function renderLoginChanged(details: LoginChangedDetails): Promise<RenderedMail> {
  const { language, email, change, url } = details;
  const t = mailTexts(language);
  const subject = t(`loginChanged.${change}.subject`);
  return accountMail(language, subject, {
    title: subject,
    sentence: t(`loginChanged.${change}.sentence`, { email }),
    button: t("loginChanged.button"),
    url,
    validity: t("loginChanged.yours"),
    ignore: t("loginChanged.notYours"),
  });
}

/** What all of them have in common: one sentence, one button, and what to know about its link. */
async function accountMail(
  language: Language,
  subject: string,
  words: Omit<AccountProps, "language" | "subject" | "plainLink">,
): Promise<RenderedMail> {
  const plainLink = mailTexts(language)("plainLink");
  const props = { ...words, language, subject: headerSafe(subject), plainLink };
  return { subject: props.subject, ...(await renderMail(createElement(Account, props))) };
}
