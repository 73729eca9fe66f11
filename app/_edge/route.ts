import { getLocale } from "next-intl/server";
import { refusalPage } from "@/app/_edge/refusal";
import { AppError, Unavailable } from "@/lib/errors";
import { browserLanguage } from "@/lib/i18n/browser-language";

/** Runs a route handler; errors of `lib` become their HTTP status and a page that says what to do. */
export async function answerErrors(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    /* Without the database, the person's own language is not known. */
    return refusalPage(error, error instanceof Unavailable ? await browserLanguage() : await getLocale());
  }
}
