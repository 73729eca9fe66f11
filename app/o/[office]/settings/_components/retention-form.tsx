"use client";

import { useTranslations } from "next-intl";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { Field } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { FormFields } from "@/app/_components/ui/form-fields";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { Select } from "@/app/_components/ui/select";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import { EVENT_DAYS } from "@/lib/offices/choices";
import type { RetentionState } from "../settings-state";

type Props = {
  action: (state: RetentionState, form: FormData) => Promise<RetentionState>;
  eventDays: number;
};

/** How long what the provider tells is kept in full. */
export function RetentionForm({ action, eventDays }: Props) {
  const t = useTranslations("settings.retention");
  const first: RetentionState = { values: { eventDays: String(eventDays) }, errors: {} };
  const [state, submit] = useFormAction<RetentionState>(action, first);
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} noValidate className="grid max-w-2xl gap-4">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <FormFields>
        <Field label={t("label")} hint={t("hint")} error={state.errors.eventDays}>
          {(control) => (
            <Select {...control} name="eventDays" defaultValue={state.values.eventDays}>
              {EVENT_DAYS.map((days) => (
                <option key={days} value={days}>
                  {t("days", { days })}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </FormFields>
      <div>
        <SubmitButton variant="secondary" pendingText={t("pending")}>
          {t("button")}
        </SubmitButton>
      </div>
    </form>
  );
}
