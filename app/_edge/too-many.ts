import { createTranslator } from "next-intl";
import type { TooMany } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { screenTexts } from "@/lib/i18n/screen-texts";

const STYLE =
  "body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;padding:4rem 1.25rem;color:#1d1b18;background:#faf7f1}" +
  "main{max-width:36rem;margin:auto}h1{font-size:1.5rem}" +
  "@media(prefers-color-scheme:dark){body{color:#f1eee8;background:#14181a}}";

/**
 * The answer to somebody who tries too often: a plain page that needs nothing else, and `Retry-After`.
 * It stands outside of React, as Next gives pages and actions no other status than 200 and 404.
 */
export function tooManyPage({ seconds }: TooMany, language: Language): Response {
  const t = createTranslator({ locale: language, messages: screenTexts(language).errors });
  const title = t("tooManyTitle");
  const wait = t("tooMany", { minutes: Math.ceil(seconds / 60) });
  const html =
    `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>` +
    `<style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${wait}</p></main></body></html>`;
  return new Response(html, {
    status: 429,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "retry-after": String(seconds),
      "cache-control": "no-store",
    },
  });
}
