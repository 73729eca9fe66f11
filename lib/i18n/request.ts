import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { currentSession } from "@/lib/auth/session";
import { TIME_ZONE } from "@/lib/i18n/format";
import { DEFAULT_LANGUAGE, isLanguage, type Language, preferredLanguage } from "@/lib/i18n/language";
import { LANGUAGE_COOKIE } from "@/lib/i18n/language-cookie";
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
  if (session?.user.language) return session.user.language;
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  if (isLanguage(chosen)) return chosen;
  return preferredLanguage((await headers()).get("accept-language")) ?? DEFAULT_LANGUAGE;
}
