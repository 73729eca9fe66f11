import type { FormState } from "@/app/_edge/form-state";

export type GroupState = FormState<"name"> & { offices: string[]; administrators: string[] };

/** What was typed and ticked. */
export function typedGroup(form: FormData): Pick<GroupState, "values" | "offices" | "administrators"> {
  return {
    values: { name: String(form.get("name") ?? "") },
    offices: form.getAll("offices").map(String),
    administrators: form.getAll("administrators").map(String),
  };
}
