"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "@/app/_components/ui/choice";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { Offer } from "@/lib/offices/offer";
import type { GroupState } from "../group-state";
import { OfficeSearch } from "./office-search";

type Props = {
  action: (state: GroupState, form: FormData) => Promise<GroupState>;
  name: string;
  offices: string[];
  administrators: string[];
  /** The group as it was when the form was shown; absent for a new one. */
  version?: string;
  /** What can be ticked. */
  offered: Offer;
  helpers: { id: string; name: string }[];
  cancelHref: string;
};

/** A group: its name, its offices, and who looks after them. */
export function GroupForm({ action, helpers, cancelHref, name, version, ...group }: Props) {
  const t = useTranslations("offices");
  const first: GroupState = { ...group, values: { name }, errors: {}, ...(version && { version }) };
  const [state, submit] = useFormAction<GroupState>(action, first);
  const form = useFaultFocus(state);
  const id = useId();
  const { offered } = state;
  const choices = { offices: offered.offices, administrators: helpers };
  return (
    <form ref={form} {...submit} noValidate className="grid max-w-2xl gap-6">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      {state.version && <input type="hidden" name="version" value={state.version} />}
      <TextField
        label={t("name")}
        error={state.errors.name}
        name="name"
        autoComplete="off"
        defaultValue={state.values.name}
      />
      {(["offices", "administrators"] as const).map((part) => (
        <fieldset key={part} aria-describedby={`${id}-${part}`}>
          <legend className="font-semibold">{t(`groups.${part}`)}</legend>
          <p id={`${id}-${part}`} className="text-ink-soft text-sm">
            {t(`groups.${part}Hint`)}
          </p>
          {part === "offices" && !offered.all && <OfficeSearch state={state} />}
          {choices[part].map((choice) => (
            <Checkbox
              key={choice.id}
              name={part}
              value={choice.id}
              label={choice.name}
              defaultChecked={state[part].includes(choice.id)}
            />
          ))}
          {choices[part].length === 0 && (part !== "offices" || offered.all) && (
            <p className="mt-2">{t(`groups.${part}None`)}</p>
          )}
        </fieldset>
      ))}
      <div className="flex flex-wrap gap-3">
        <SubmitButton pendingText={t("saving")}>{t("groups.save")}</SubmitButton>
        <LinkButton variant="secondary" href={cancelHref}>
          {t("cancel")}
        </LinkButton>
      </div>
    </form>
  );
}
