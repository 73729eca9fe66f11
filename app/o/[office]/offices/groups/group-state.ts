import { textOf, textsOf } from "@/app/_edge/form";
import type { FormState } from "@/app/_edge/form-state";

export type GroupState = FormState<"name"> & {
  offices: string[];
  administrators: string[];
  /** The group that the next attempt may overwrite; none for a new one. */
  version?: string;
};

/** What was typed and ticked. */
export function typedGroup(form: FormData): Pick<GroupState, "values" | "offices" | "administrators"> {
  return {
    values: { name: textOf(form, "name") },
    offices: textsOf(form, "offices"),
    administrators: textsOf(form, "administrators"),
  };
}
