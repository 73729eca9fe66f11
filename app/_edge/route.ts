import { getLocale } from "next-intl/server";
import { refusalPage } from "@/app/_edge/refusal";
import { AppError } from "@/lib/errors";

/** Runs a route handler; what `lib` refuses becomes its HTTP status, and a page that says what to do. */
export async function answerErrors(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refusalPage(error, await getLocale());
  }
}
