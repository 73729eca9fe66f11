import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import { translate } from "@/app/_edge/translate";
import { type InOffice, requireOffice } from "@/lib/auth/require-office";
import type { Need } from "@/lib/auth/rights";
import { NotLoggedIn } from "@/lib/errors";

/** First line of every action of an office. Next itself has compared `Origin` with the host. */
export function actionGuard(slug: string, need?: Need): Promise<InOffice> {
  return translate(() => requireOffice(slug, need));
}

/** First line of an action that a form calls in which something was typed: see `stayingIn`. */
export function formGuard(slug: string, need?: Need): Promise<InOffice | LoggedOut> {
  return stayingIn(() => requireOffice(slug, need));
}

export type LoggedOut = { message: string };

/** Who acts, or the words for the form to show when the session has ended: the login would take the place of what was typed. */
export function stayingIn(enter: () => Promise<InOffice>): Promise<InOffice | LoggedOut> {
  return translate(async () => {
    try {
      return await enter();
    } catch (error) {
      if (!(error instanceof NotLoggedIn)) throw error;
      const t = await getTranslations("form");
      return { message: t("loggedOut") };
    }
  });
}

/** An argument of an action. One that no page of ours gives is answered like what does not exist. */
export function argument<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  return parsed.success ? parsed.data : notFound();
}
