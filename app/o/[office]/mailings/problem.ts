import { getTranslations } from "next-intl/server";
import { Conflict, Invalid } from "@/lib/errors";
import { log } from "@/lib/log";

const KNOWN = [
  "subject_missing",
  "subject_too_long",
  "body_missing",
  "body_too_long",
  "too_many_drafts",
  "unknown_tag",
  "unclosed_tag",
  "unopened_tag",
  "single_brace",
  "tag_in_link",
  "nobody_confirmed",
  "recipients_changed",
  "time_missing",
  "time_passed",
  "time_far",
  "time_left_out",
  "test_not_sent",
  "no_recipient",
  "nobody_to_ask",
  "asked_lately",
  "office_suspended",
  "office_paused",
  "input",
] as const;

/**
 * The message for the person: what happened, what was kept and what to do.
 *
 * @throws the error itself if the person cannot do anything about it (not found, not logged in …).
 */
export async function problemText(error: unknown): Promise<string> {
  const t = await getTranslations("mailings.errors");
  if (error instanceof Conflict) return t("moved_on");
  if (!(error instanceof Invalid)) throw error;
  const { code, values } = fromCompiler(error);
  const known = KNOWN.find((name) => name === code);
  if (!known) log().warn({ code }, "a refusal without words");
  return t(known ?? "unexpected", { text: String(values.text ?? ""), count: Number(values.count ?? 0) });
}

/** The compiler names the fault among its values. */
function fromCompiler({ code, values }: Invalid): Pick<Invalid, "code" | "values"> {
  return code === "merge_tags" ? { code: String(values.problem), values } : { code, values };
}
