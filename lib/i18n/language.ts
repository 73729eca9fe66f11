/** The languages of screens, members' pages and mails; the first is the default. */
export const LANGUAGES = ["sv", "fi", "en"] as const;

export type Language = (typeof LANGUAGES)[number];

export const DEFAULT_LANGUAGE: Language = LANGUAGES[0];

/** The languages as they call themselves. */
export const LANGUAGE_NAMES: Record<Language, string> = { sv: "Svenska", fi: "Suomi", en: "English" };

/** True for the code of a language that there are texts in. */
export function isLanguage(code: unknown): code is Language {
  return LANGUAGES.some((language) => language === code);
}

/**
 * The first of our languages that a browser asks for.
 *
 * @param header value of `Accept-Language` (RFC 9110, 12.5.4).
 */
export function preferredLanguage(header: string | null): Language | null {
  const wishes = (header ?? "").split(",").map((wish) => {
    const [tag = "", ...parameters] = wish.trim().split(";");
    const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
    return {
      code: tag.toLowerCase().split("-")[0],
      weight: weight ? Number(weight.trim().slice(2)) || 0 : 1,
    };
  });
  const best = wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { code } of best) if (isLanguage(code)) return code;
  return null;
}
