"use client";

import type { BrokenProps } from "@/app/_components/refusals/broken";
import { PlainPage } from "@/app/_components/refusals/plain-page";
import { Button } from "@/app/_components/ui/button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { UNAVAILABLE } from "@/lib/errors";
import { DEFAULT_LANGUAGE, isLanguage, type Language, preferredLanguage } from "@/lib/i18n/language";
import { LANGUAGE_COOKIE } from "@/lib/i18n/language-cookie";
import { errors as en } from "@/messages/en.json";
import { errors as fi } from "@/messages/fi.json";
import { errors as sv } from "@/messages/sv.json";

const TEXTS: Record<Language, typeof sv> = { sv, fi, en };

/** As `BrokenText`, where texts and language are not provided. */
export default function BrokenFrame({ error, reset }: BrokenProps) {
  const language = typeof document === "undefined" ? DEFAULT_LANGUAGE : languageOfBrowser();
  const texts = TEXTS[language];
  const away = error.digest === UNAVAILABLE;
  const title = away ? texts.unavailableTitle : texts.brokenTitle;
  return (
    <div lang={language}>
      <title>{title}</title>
      <PlainPage>
        <PageHeader title={title} />
        <p className="mb-4 max-w-prose">{away ? texts.unavailable : texts.broken}</p>
        {error.digest && !away && (
          <p className="mb-6 text-ink-soft text-sm">{texts.reference.replace("{digest}", error.digest)}</p>
        )}
        <Button onClick={away ? () => window.location.reload() : reset}>{texts.again}</Button>
      </PlainPage>
    </div>
  );
}

function languageOfBrowser(): Language {
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith(`${LANGUAGE_COOKIE}=`));
  const chosen = cookie?.slice(LANGUAGE_COOKIE.length + 1);
  return isLanguage(chosen) ? chosen : (preferredLanguage(navigator.languages.join(",")) ?? DEFAULT_LANGUAGE);
}
