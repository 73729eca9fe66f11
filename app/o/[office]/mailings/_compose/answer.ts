import { unstable_rethrow } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { loginWords } from "@/app/_edge/action";
import { tooManyText } from "@/app/_edge/too-many";
import { type InOffice, requireOffice } from "@/lib/auth/require-office";
import { Conflict, Forbidden, Invalid, NotFound, Outdated, TooMany, Unavailable } from "@/lib/errors";
import { log } from "@/lib/log";
import { problemText } from "../problem";

export type Problem = {
  problem: string;
  /** The field to correct. */
  field?: "subject" | "body" | "time";
  /** Version of the draft that somebody else has saved meanwhile. */
  newer?: string;
};

/**
 * Runs an action of the composer for somebody who may write mailings in the office; errors are returned as by
 * `inWords`.
 */
export async function answering<T extends object>(
  slug: string,
  work: (here: InOffice) => Promise<T>,
): Promise<T | Problem> {
  const here = await inWords(() => requireOffice(slug, { program: "mailings", right: "write" }), "no_access");
  return "problem" in here ? here : inWords(() => work(here));
}

/**
 * Returns any failure as words and never leads to another page, so that what has been typed stays, even when
 * the person has to log in first.
 *
 * @param missing message for when the thing does not exist.
 */
export async function inWords<T extends object>(
  work: () => Promise<T>,
  missing: "no_access" | "not_a_draft" = "not_a_draft",
): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    unstable_rethrow(error);
    const t = await getTranslations("mailings.errors");
    if (error instanceof Outdated) return { problem: t("outdated"), newer: error.version };
    if (error instanceof Conflict) return { problem: t("not_a_draft") };
    if (error instanceof Invalid) return { problem: await problemText(error), ...fieldOf(error) };
    const login = await loginWords(error);
    if (login !== null) return { problem: login };
    if (error instanceof TooMany) return { problem: await tooManyText(error) };
    if (error instanceof Forbidden) return { problem: t("no_right") };
    if (error instanceof NotFound) return { problem: t(missing) };
    if (error instanceof Unavailable) return { problem: t("unavailable") };
    log().error({ err: error }, "the composer's wish failed");
    return { problem: t("unexpected") };
  }
}

function fieldOf({ code }: Invalid): Pick<Problem, "field"> {
  if (code.startsWith("subject_")) return { field: "subject" };
  if (code.startsWith("time_")) return { field: "time" };
  return code.startsWith("body_") ? { field: "body" } : {};
}
