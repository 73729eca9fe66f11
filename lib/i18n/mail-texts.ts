import { createTranslator } from "next-intl";
import type { Language } from "@/lib/i18n/language";
import en from "@/messages/en.json";
import fi from "@/messages/fi.json";
import sv from "@/messages/sv.json";

const MAIL = { sv: sv.mail, fi: fi.mail, en: en.mail };

/** The texts of mails in a language, independent of a request: a mail is written in its reader's language. */
export function mailTexts(language: Language) {
  return createTranslator({ locale: language, messages: MAIL[language] });
}
