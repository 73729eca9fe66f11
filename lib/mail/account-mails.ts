import { createElement } from "react";
import { Account } from "@/emails/account";
import { Invitation } from "@/emails/invitation";
import { PasswordReset } from "@/emails/password-reset";
import { ReplyToRequest } from "@/emails/reply-to-request";
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
export async function renderInvitation(details: InvitationDetails): Promise<RenderedMail> {
  const { language, officeName, inviterName, url, known, validDays } = details;
  const t = mailTexts(language);
  const office = { office: officeName };
  const subject = headerSafe(t("invitation.subject", office));
  const sentence = inviterName
    ? t("invitation.sentence", { ...office, inviter: inviterName })
    : t("invitation.sentenceWithoutInviter", office);
  const element = createElement(Invitation, {
    language,
    subject,
    title: t("invitation.title", office),
    sentence,
    button: t("invitation.button"),
    plainLink: t("plainLink"),
    url,
    validity: t(known ? "invitation.validityKnown" : "invitation.validity", { days: validDays }),
    ignore: t("invitation.ignore"),
  });
  return { subject, ...(await renderMail(element)) };
}

export type PasswordResetDetails = {
  language: Language;
  email: string;
  /** Page on which a new password is chosen, with its secret. */
  url: string;
  validHours: number;
};

/** The mail to a colleague who has forgotten the password. */
export async function renderPasswordReset(details: PasswordResetDetails): Promise<RenderedMail> {
  const { language, email, url, validHours } = details;
  const t = mailTexts(language);
  const subject = headerSafe(t("passwordReset.subject"));
  const element = createElement(PasswordReset, {
    language,
    subject,
    title: t("passwordReset.title"),
    sentence: t("passwordReset.sentence", { email }),
    button: t("passwordReset.button"),
    plainLink: t("plainLink"),
    url,
    validity: t("passwordReset.validity", { hours: validHours }),
    ignore: t("passwordReset.ignore"),
  });
  return { subject, ...(await renderMail(element)) };
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
export async function renderReplyToRequest(details: ReplyToRequestDetails): Promise<RenderedMail> {
  const { language, officeName: office, address, url, validDays } = details;
  const t = mailTexts(language);
  const subject = headerSafe(t("replyTo.subject", { office }));
  const element = createElement(ReplyToRequest, {
    language,
    subject,
    title: t("replyTo.title"),
    sentence: t("replyTo.sentence", { office, address }),
    button: t("replyTo.button"),
    plainLink: t("plainLink"),
    url,
    validity: t("replyTo.validity", { days: validDays }),
    ignore: t("replyTo.ignore"),
  });
  return { subject, ...(await renderMail(element)) };
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
export async function renderEmailChange(details: EmailChangeDetails): Promise<RenderedMail> {
  const { language, side, oldEmail, newEmail, url, validHours } = details;
  const t = mailTexts(language);
  const subject = headerSafe(t("emailChange.subject"));
  const element = createElement(Account, {
    language,
    subject,
    title: t("emailChange.title"),
    sentence: t(`emailChange.${side}`, { oldEmail, newEmail }),
    button: t("emailChange.button"),
    plainLink: t("plainLink"),
    url,
    validity: t("emailChange.validity", { hours: validHours }),
    ignore: t("emailChange.ignore"),
  });
  return { subject, ...(await renderMail(element)) };
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
export async function renderLoginChanged(details: LoginChangedDetails): Promise<RenderedMail> {
  const { language, email, change, url } = details;
  const t = mailTexts(language);
  const subject = headerSafe(t(`loginChanged.${change}.subject`));
  const element = createElement(Account, {
    language,
    subject,
    title: subject,
    sentence: t(`loginChanged.${change}.sentence`, { email }),
    button: t("loginChanged.button"),
    plainLink: t("plainLink"),
    url,
    validity: t("loginChanged.yours"),
    ignore: t("loginChanged.notYours"),
  });
  return { subject, ...(await renderMail(element)) };
}
