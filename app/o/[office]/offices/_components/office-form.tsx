"use client";

import { useTranslations } from "next-intl";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { FormFields } from "@/app/_components/ui/form-fields";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { OfficeState } from "../office-state";

type Props = {
  action: (state: OfficeState, form: FormData) => Promise<OfficeState>;
  name: string;
  /** Where a new office's form leads back to; left out for one that is there. */
  cancelHref?: string;
};

/** The name of a member office, and of a new one whom to invite. */
export function OfficeForm({ action, name, cancelHref }: Props) {
  const t = useTranslations("offices");
  const first: OfficeState = { values: { name }, errors: {} };
  const [state, submit] = useFormAction<OfficeState>(action, first);
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} noValidate className="grid max-w-xl gap-5">
      <LeaveWarning state={state} />
      <FormAlert state={state}>{state.message}</FormAlert>
      <FormFields>
        <TextField
          label={t("name")}
          error={state.errors.name}
          name="name"
          autoComplete="off"
          defaultValue={state.values.name}
        />
        {cancelHref && (
          <TextField
            label={t("new.email")}
            hint={t("new.emailHint")}
            error={state.errors.email}
            name="email"
            inputMode="email"
            autoComplete="off"
            defaultValue={state.values.email}
          />
        )}
      </FormFields>
      <div className="flex flex-wrap gap-3">
        <SubmitButton pendingText={t("saving")}>{t(cancelHref ? "new.button" : "rename")}</SubmitButton>
        {cancelHref && (
          <LinkButton variant="secondary" href={cancelHref}>
            {t("cancel")}
          </LinkButton>
        )}
      </div>
    </form>
  );
}
