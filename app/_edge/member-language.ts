import { headers } from "next/headers";
import { DEFAULT_LANGUAGE, type Language, preferredLanguage } from "@/lib/i18n/language";

/** The language of a members' page: that of the message, else the browser's, else Swedish. */
export async function memberLanguage(ofMessage: Language | null): Promise<Language> {
  return ofMessage ?? preferredLanguage((await headers()).get("accept-language")) ?? DEFAULT_LANGUAGE;
}
