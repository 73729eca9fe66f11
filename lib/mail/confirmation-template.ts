import { createElement } from "react";
import { Confirmation } from "@/emails/confirmation";
import type { Language } from "@/lib/i18n/language";
import { mailTexts } from "@/lib/i18n/mail-texts";
import { associationLines } from "@/lib/mail/association-lines";
import { compile, Tokens } from "@/lib/mail/compile";
import { headerSafe } from "@/lib/mail/header";
import { byLanguage } from "@/lib/mail/languages";
import type { CompiledTemplate } from "@/lib/mail/template";

type Office = { name: string; logoUrl?: string; address?: string; footer?: string };

/** Compiles the request to confirm an address. The result needs the link `confirm`. */
export async function compileConfirmation(office: Office, language: Language): Promise<CompiledTemplate> {
  const t = mailTexts(language);
  const tokens = new Tokens();
  const association = { association: office.name };
  const subject = headerSafe(t("confirmation.subject", association));
  const element = createElement(Confirmation, {
    language,
    subject,
    preview: t("confirmation.preview", association),
    associationName: office.name,
    ...(office.logoUrl && { logoUrl: office.logoUrl }),
    sentence: t("confirmation.sentence", association),
    next: t("confirmation.next"),
    button: t("confirmation.button"),
    plainLink: t("plainLink"),
    confirmUrl: tokens.link("confirm"),
    validity: t("confirmation.validity"),
    notMe: t("confirmation.notMe"),
    associationLines: associationLines(office),
    sentBy: t("sentBy", association),
  });
  return compile(tokens, subject, element);
}

/** The request for readers of each language: what is frozen when it is sent. */
export async function compileConfirmations(office: Office): Promise<Record<Language, CompiledTemplate>> {
  return byLanguage((language) => compileConfirmation(office, language));
}
