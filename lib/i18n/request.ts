import { getRequestConfig } from "next-intl/server";
import { currentSession } from "@/lib/auth/session";
import { browserLanguage } from "@/lib/i18n/browser-language";
import { TIME_ZONE } from "@/lib/i18n/format";
import { isLanguage, type Language } from "@/lib/i18n/language";
import { screenTexts } from "@/lib/i18n/screen-texts";

/**
 * Language and texts of a request: the one that the caller names, else the logged-in person's, the
 * cookie's, the browser's, Swedish.
 */
export default getRequestConfig(async ({ locale }) => {
  const language = isLanguage(locale) ? locale : await languageOfRequest();
  return { locale: language, messages: screenTexts(language), timeZone: TIME_ZONE };
});

async function languageOfRequest(): Promise<Language> {
  const session = await currentSession();
  return session?.user.language ?? browserLanguage();
}
