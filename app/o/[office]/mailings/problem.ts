import { getTranslations } from "next-intl/server";
import { Conflict, Invalid } from "@/lib/errors";
import { log } from "@/lib/log";

const KNOWN = [
  "subject_missing",
  "subject_too_long",
  "body_missing",
  "body_too_long",
  "unknown_tag",
  "unclosed_tag",
  "unopened_tag",
  "tag_in_link",
  "nobody_confirmed",
  "recipients_changed",
  "test_not_sent",
  "nobody_to_ask",
  "asked_lately",
  "office_suspended",
  "office_paused",
  "input",
] as const;

/**
 * What to tell the person who tried: what happened, what was kept and what to do.
 *
 * @param conflict said where the mailing has moved on meanwhile.
 * @throws the error itself where it is not the person's to mend (not found, not logged in …).
 */
export async function problemText(
  error: unknown,
  conflict: "not_a_draft" | "moved_on" = "moved_on",
): Promise<string> {
  const t = await getTranslations("mailings.errors");
  if (error instanceof Conflict) return t(conflict);
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
