import { getLocale } from "next-intl/server";
import { tooManyPage } from "@/app/_edge/too-many";
import { AppError, TooMany } from "@/lib/errors";

/**
 * Runs a route handler; what `lib` refuses becomes its HTTP status, without a word about why, but for
 * the time to wait.
 */
export async function answerErrors(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TooMany) return tooManyPage(error, await getLocale());
    if (!(error instanceof AppError)) throw error;
    return new Response(null, { status: error.status, headers: { "cache-control": "no-store" } });
  }
}
