import { Unavailable } from "@/lib/errors";
import { DEFAULT_LANGUAGE, type Language, preferredLanguage } from "@/lib/i18n/language";
import { errors as en } from "@/messages/en.json";
import { errors as fi } from "@/messages/fi.json";
import { errors as sv } from "@/messages/sv.json";

const TEXTS: Record<Language, typeof sv> = { sv, fi, en };

/**
 * Runs what a member's button asks for. When the database is away the answer is a page that says so,
 * with a link back to the button; it works without scripts.
 *
 * @param back path of the page with the button.
 */
export async function answerMember(
  request: Request,
  back: string,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const language = preferredLanguage(request.headers.get("accept-language")) ?? DEFAULT_LANGUAGE;
    return new Response(page(language, back), {
      status: 503,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "retry-after": "60",
      },
    });
  }
}

function page(language: Language, backTo: string): string {
  const { unavailableTitle: title, unavailable: text, back } = TEXTS[language];
  const style = "font: 1.125rem/1.5 sans-serif; max-width: 36rem; margin: 0 auto; padding: 3rem 1.25rem";
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body style="${style}"><main><h1>${title}</h1><p>${text}</p><p><a href="${backTo}">${back}</a></p></main></body></html>
`;
}
