import { DEFAULT_LANGUAGE, type Language } from "@/lib/i18n/language";
import en from "@/messages/en.json";
import fi from "@/messages/fi.json";
import sv from "@/messages/sv.json";

/* Mails have their own way to their texts (`mailTexts`); a browser need not carry them. */
const withoutMail = ({ mail: _, ...texts }: typeof sv) => texts;

const TEXTS: Record<Language, ScreenTexts> = {
  sv: withoutMail(sv),
  fi: withoutMail(fi),
  en: withoutMail(en),
};

export type ScreenTexts = Omit<typeof sv, "mail">;

/** Every text of the screens in a language. */
export function screenTexts(language: Language = DEFAULT_LANGUAGE): ScreenTexts {
  return TEXTS[language];
}
