import { getTranslations } from "next-intl/server";
import { textOf } from "@/app/_edge/form";
import type { FormState } from "@/app/_edge/form-state";
import { tooManyText } from "@/app/_edge/too-many";
import { Invalid, TooMany } from "@/lib/errors";

export type ColleagueState = FormState<"email" | "role" | "register" | "mailings"> & {
  /** The rights that the next attempt may overwrite; none for somebody who is invited. */
  version?: string;
};

/** What was typed into the form of a colleague; a right that is not named is none. */
export function typedColleague(form: FormData) {
  return {
    email: textOf(form, "email"),
    role: textOf(form, "role") || "colleague",
    register: textOf(form, "register") || "none",
    mailings: textOf(form, "mailings") || "none",
  };
}

const FAULTS = {
  ownAddress: "email",
  alreadyColleague: "email",
  alreadyInvited: "email",
  office_suspended: "email",
  lastAdministrator: "role",
} as const;

/** The form with what keeps it from being done. @throws whatever is not for a person to mend. */
export async function refusedState(
  values: ColleagueState["values"],
  error: unknown,
): Promise<ColleagueState> {
  if (error instanceof TooMany) return { values, errors: {}, message: await tooManyText(error) };
  if (!(error instanceof Invalid) || !(error.code in FAULTS)) throw error;
  const t = await getTranslations("colleagues.faults");
  const code = error.code as keyof typeof FAULTS;
  return { values, errors: { [FAULTS[code]]: t(code) } };
}
