"use client";

import { useTranslations } from "next-intl";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { FileField } from "@/app/_components/ui/file-field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { LogoState } from "../settings-state";

/** Chooses the picture in the mails. */
export function LogoForm({ action }: { action: (state: LogoState, form: FormData) => Promise<LogoState> }) {
  const t = useTranslations("settings.logo");
  const [state, submit] = useFormAction<LogoState>(action, { values: {}, errors: {} });
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} className="grid max-w-2xl gap-4">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <FileField
        label={t("label")}
        hint={t("hint")}
        error={state.errors.logo}
        name="logo"
        accept="image/png,image/jpeg"
      />
      <div>
        <SubmitButton variant="secondary" pendingText={t("pending")}>
          {t("button")}
        </SubmitButton>
      </div>
    </form>
  );
}
