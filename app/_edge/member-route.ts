import { refusalPage } from "@/app/_edge/refusal";
import { Unavailable } from "@/lib/errors";
import { DEFAULT_LANGUAGE, preferredLanguage } from "@/lib/i18n/language";

/**
 * Handles a member's button. If the database cannot be reached, the answer is a page that says so, with a
 * link back to the button; it works without scripts.
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
    const answer = refusalPage(error, language, back);
    answer.headers.set("referrer-policy", "no-referrer");
    return answer;
  }
}
