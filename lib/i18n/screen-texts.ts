import { DEFAULT_LANGUAGE, type Language } from "@/lib/i18n/language";
import en from "@/messages/en.json";
import fi from "@/messages/fi.json";
import sv from "@/messages/sv.json";

/* Without the texts of mails (see `mailTexts`), which the browser does not need. */
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
