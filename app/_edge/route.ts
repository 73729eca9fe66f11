import { AppError } from "@/lib/errors";

/** Runs a route handler; what `lib` refuses becomes its HTTP status, without a word about why. */
export async function answerErrors(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(null, { status: error.status, headers: { "cache-control": "no-store" } });
  }
}
