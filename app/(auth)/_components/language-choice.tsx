import { useLocale, useTranslations } from "next-intl";
import { chooseLanguageByForm } from "@/app/_components/frame/actions";
import { LANGUAGE_NAMES, LANGUAGES } from "@/lib/i18n/language";

/** The languages side by side; works without scripts. */
export function LanguageChoice() {
  const t = useTranslations("frame");
  const current = useLocale();
  return (
    <form action={chooseLanguageByForm} aria-label={t("language")}>
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
