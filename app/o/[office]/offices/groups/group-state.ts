import { textOf, textsOf } from "@/app/_edge/form";
import type { FormState } from "@/app/_edge/form-state";
import type { Offer } from "@/lib/offices/offer";

export type GroupState = FormState<"name" | "search"> & {
  offices: string[];
  /** The offices to tick; `search` is present if this answers a search. */
  offered: Offer;
  administrators: string[];
  /** The group that the next attempt may overwrite; none for a new one. */
  version?: string;
};

/** What was typed and ticked. */
export function typedGroup(form: FormData): Pick<GroupState, "values" | "offices" | "administrators"> {
  return {
    values: { name: textOf(form, "name"), search: textOf(form, "search") },
    offices: textsOf(form, "offices"),
    administrators: textsOf(form, "administrators"),
  };
}
