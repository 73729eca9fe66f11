import type { Language } from "@/lib/i18n/language";
import type { ScreenTexts } from "@/lib/i18n/screen-texts";

declare module "next-intl" {
  interface AppConfig {
    Locale: Language;
    Messages: ScreenTexts;
  }
}
