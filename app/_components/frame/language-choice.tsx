import { getLocale, getTranslations } from "next-intl/server";
import { currentPath } from "@/app/_edge/path";
import { LANGUAGE_NAMES, LANGUAGES } from "@/lib/i18n/language";

/** The languages side by side; works without scripts, and on pages without a referrer. */
export async function LanguageChoice() {
  const t = await getTranslations("frame");
  const current = await getLocale();
  return (
    <form method="post" action="/language" aria-label={t("language")}>
      <input type="hidden" name="back" value={await currentPath()} />
      <ul className="flex flex-wrap justify-center gap-1">
        {LANGUAGES.map((language) => (
          <li key={language}>
            <button
              type="submit"
              name="language"
              value={language}
              lang={language}
              aria-current={language === current ? "true" : undefined}
              className="min-h-11 cursor-pointer rounded-md px-3 text-accent underline underline-offset-4 hover:bg-accent-soft aria-[current]:font-bold aria-[current]:text-ink aria-[current]:no-underline"
            >
              {LANGUAGE_NAMES[language]}
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
