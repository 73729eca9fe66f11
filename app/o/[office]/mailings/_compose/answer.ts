import { unstable_rethrow } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Conflict, Forbidden, Invalid, NotFound, NotLoggedIn, Unavailable } from "@/lib/errors";
import { log } from "@/lib/log";
import { problemText } from "../problem";

export type Problem = { problem: string };

/**
 * Runs what the composer asks for. Whatever goes wrong comes back as words and never as another
 * page: what has been typed stays where it is, also when the session has ended.
 */
export async function answering<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof Invalid || error instanceof Conflict) {
      return { problem: await problemText(error, "not_a_draft") };
    }
    if (error instanceof NotLoggedIn) return { problem: (await getTranslations("form"))("loggedOut") };
    const t = await getTranslations("mailings.errors");
    if (error instanceof Forbidden) return { problem: t("no_right") };
    if (error instanceof NotFound) return { problem: t("not_a_draft") };
    if (error instanceof Unavailable) return { problem: t("unavailable") };
    log().error({ err: error }, "the composer's wish failed");
    return { problem: t("unexpected") };
  }
}
