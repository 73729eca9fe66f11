import { cookies, headers } from "next/headers";
import { DEFAULT_LANGUAGE, isLanguage, type Language, preferredLanguage } from "@/lib/i18n/language";
import { LANGUAGE_COOKIE } from "@/lib/i18n/language-cookie";

/** The language of a visitor who is not logged in: from the cookie, else from the browser, else Swedish. */
export async function browserLanguage(): Promise<Language> {
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  if (isLanguage(chosen)) return chosen;
  return preferredLanguage((await headers()).get("accept-language")) ?? DEFAULT_LANGUAGE;
}
