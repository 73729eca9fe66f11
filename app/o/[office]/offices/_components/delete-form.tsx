"use client";

import { useTranslations } from "next-intl";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { OfficeState } from "../office-state";

type Props = { action: (state: OfficeState, form: FormData) => Promise<OfficeState>; name: string };

/** Asks for the office's name before it is deleted. */
export function DeleteForm({ action, name }: Props) {
  const t = useTranslations("offices.delete");
  const first: OfficeState = { values: {}, errors: {} };
  const [state, submit] = useFormAction<OfficeState>(action, first);
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} noValidate className="grid max-w-xl gap-4">
      <FormAlert state={state}>{state.message}</FormAlert>
      <TextField
        label={t("typed", { name })}
        error={state.errors.typed}
        name="typed"
        autoComplete="off"
        defaultValue={state.values.typed}
      />
      <div>
        <SubmitButton variant="danger" className="wrap-anywhere" pendingText={t("deleting")}>
          {t("button", { name })}
        </SubmitButton>
      </div>
    </form>
  );
}
