import { createTranslator } from "next-intl";
import { type AppError, Forbidden, NotFound, NotLoggedIn, TooMany, Unavailable } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { type ScreenTexts, screenTexts } from "@/lib/i18n/screen-texts";

const STYLE =
  "body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;padding:4rem 1.25rem;color:#1d1b18;background:#faf7f1}" +
  "main{max-width:36rem;margin:auto}h1{font-size:1.5rem}a{color:inherit}" +
  "@media(prefers-color-scheme:dark){body{color:#f1eee8;background:#14181a}}";

type Words = { title: string; explain: string; link?: { href: string; text: string } };

/**
 * The answer of a route handler to a refused request: a plain page that loads nothing, where the browser
 * would show its own error. Outside React, because Next gives pages and actions no other status than 200 and
 * 404.
 *
 * @param back path of the page that led here, for trying again while the database cannot be reached.
 */
export function refusalPage(error: AppError, language: Language, back?: string): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (error instanceof TooMany) headers.set("retry-after", String(error.seconds));
  if (error instanceof Unavailable) headers.set("retry-after", "60");
  const words = wordsFor(error, language, back);
  if (!words) return new Response(null, { status: error.status, headers });
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(page(words, language), { status: error.status, headers });
}

/** @returns null where there is nothing that a person could do. */
function wordsFor(error: AppError, language: Language, back: string | undefined): Words | null {
  const { auth, errors }: ScreenTexts = screenTexts(language);
  const home = { href: "/", text: errors.home };
  if (error instanceof TooMany) {
    const t = createTranslator({ locale: language, messages: errors });
    return { title: t("tooManyTitle"), explain: t("tooMany", { minutes: Math.ceil(error.seconds / 60) }) };
  }
  if (error instanceof NotLoggedIn) {
    const link = { href: "/login", text: auth.toLogin };
    return { title: errors.loggedOutTitle, explain: errors.loggedOut, link };
  }
  if (error instanceof Forbidden)
    return { title: errors.forbiddenTitle, explain: errors.forbidden, link: home };
  if (error instanceof NotFound) return { title: errors.notFoundTitle, explain: errors.notFound, link: home };
  if (error instanceof Unavailable) {
    const link = back === undefined ? {} : { link: { href: back, text: errors.back } };
    return { title: errors.unavailableTitle, explain: errors.unavailable, ...link };
  }
  return null;
}

function page({ title, explain, link }: Words, language: Language): string {
  return (
    `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>` +
    `<style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${explain}</p>` +
    `${link ? `<p><a href="${link.href}">${link.text}</a></p>` : ""}</main></body></html>`
  );
}
