import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import { translate } from "@/app/_edge/translate";
import { type InOffice, requireOffice } from "@/lib/auth/require-office";
import type { Need } from "@/lib/auth/rights";
import { requireUser } from "@/lib/auth/session";
import type { User } from "@/lib/auth/sessions";
import { NotFound, NotLoggedIn, SecondFactorNeeded } from "@/lib/errors";
import { log } from "@/lib/log";

/** First line of every action of an office. Next itself has compared `Origin` with the host. */
export function actionGuard(slug: string, need?: Need): Promise<InOffice> {
  return translate(() => requireOffice(slug, need));
}

/** First line of an action of a form in which something was typed: see `stayingIn`. */
export function formGuard(slug: string, need?: Need): Promise<InOffice | Stopped> {
  return stayingIn(() => requireOffice(slug, need));
}

/** As `formGuard`, for a form of a person and not of an office. */
export function ownFormGuard(): Promise<User | Stopped> {
  return stayingIn(requireUser);
}

export type Stopped = { message: string };

/**
 * Who acts, or the message for the form to show: see `loginWords`. The office may also be gone, because
 * somebody changed its slug while the form was open.
 */
export function stayingIn<Entered>(enter: () => Promise<Entered>): Promise<Entered | Stopped> {
  return translate(async () => {
    try {
      return await enter();
    } catch (error) {
      const message =
        error instanceof NotFound ? (await getTranslations("form"))("noOffice") : await loginWords(error);
      if (message === null) throw error;
      return { message };
    }
  });
}

/**
 * The message for the form when the session has ended or the office now requires a second factor. The login
 * page, or the page that sets the factor up, would discard what was typed. Null for any other error.
 */
export async function loginWords(error: unknown): Promise<string | null> {
  const t = await getTranslations("form");
  if (error instanceof NotLoggedIn) return t("loggedOut");
  return error instanceof SecondFactorNeeded ? t("secondFactorNeeded") : null;
}

/** An argument of an action. One that no page of ours sends is answered with "not found". */
export function argument<T>(schema: z.ZodType<T>, given: unknown): T {
  const judged = judge(schema, given);
  return "data" in judged ? judged.data : notFound();
}

/**
 * Parses an argument that anybody may have made up. A schema's length checks read the `length` of any object,
 * and throw if it cannot be compared with a number; that counts as invalid.
 */
export function judge<T>(
  schema: z.ZodType<T>,
  given: unknown,
): { data: T } | { issues: readonly { message: string }[] } {
  try {
    const { success, data, error } = schema.safeParse(given);
    return success ? { data } : error;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    log().warn({ err: error }, "an argument that no page of ours gives");
    return { issues: [] };
  }
}
