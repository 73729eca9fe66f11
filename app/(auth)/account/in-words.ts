import type { FormState } from "@/app/_edge/form-state";
import { tooManyText } from "@/app/_edge/too-many";
import { TooMany } from "@/lib/errors";

/**
 * Runs the work of a form; beyond a limit, the form says how long to wait.
 *
 * @param values what was typed, kept in that case.
 */
export async function inWords<State extends FormState>(
  work: () => Promise<State | null>,
  values: FormState["values"] = {},
): Promise<State | FormState | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return { values, errors: {}, message: await tooManyText(error) };
  }
}
