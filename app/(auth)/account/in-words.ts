import { getTranslations } from "next-intl/server";
import type { FormState } from "@/app/_edge/form-state";
import { TooMany } from "@/lib/errors";

/**
 * Runs what a form asks for; beyond a limit the form says how long to wait.
 *
 * @param values what was typed and is kept then.
 */
export async function inWords<State extends FormState>(
  work: () => Promise<State | null>,
  values: FormState["values"] = {},
): Promise<State | FormState | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    const t = await getTranslations("account");
    const message = t("tooMany", { minutes: Math.ceil(error.seconds / 60) });
    return { values, errors: {}, message };
  }
}
