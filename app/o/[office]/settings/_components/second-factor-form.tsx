"use client";

import { useTranslations } from "next-intl";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { SecondFactorState } from "../settings-state";

type Props = {
  action: (state: SecondFactorState, form: FormData) => Promise<SecondFactorState>;
  required: boolean;
  /** Whether the decision also applies to member offices. */
  isHeadOffice: boolean;
};

/** Whether everybody needs a second factor; the button toggles it. */
export function SecondFactorForm({ action, required, isHeadOffice }: Props) {
  const t = useTranslations("settings.secondFactor");
  const [state, submit] = useFormAction<SecondFactorState>(action, { values: {}, errors: {} });
  return (
    <form {...submit} className="grid max-w-2xl gap-4">
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <p>{t(required ? "isRequired" : "isOptional")}</p>
      <p className="max-w-prose text-ink-soft text-sm">
        {t("explain")} {isHeadOffice && t("membersToo")}
      </p>
      {!required && <input type="hidden" name="required" value="yes" />}
      <div>
        <SubmitButton variant="secondary" pendingText={t("pending")}>
          {t(required ? "makeOptional" : "require")}
        </SubmitButton>
      </div>
    </form>
  );
}
