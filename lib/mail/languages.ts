import type { Language } from "@/lib/i18n/language";

/** Makes the same thing for readers of each language. */
export async function byLanguage<T>(make: (language: Language) => Promise<T>): Promise<Record<Language, T>> {
  const [sv, fi, en] = await Promise.all([make("sv"), make("fi"), make("en")]);
  return { sv, fi, en };
}
