"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/app/_components/ui/alert";
import { Checkbox } from "@/app/_components/ui/choice";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { FormState } from "@/app/_edge/form-state";

export type EraseState = FormState<"understood">;

type Props = {
  action: (state: EraseState, form: FormData) => Promise<EraseState>;
  name: string;
  cancelHref: string;
};

/** Erases, once it has been ticked that it cannot be undone. */
export function EraseForm({ action, name, cancelHref }: Props) {
  const t = useTranslations("erase");
  const first: EraseState = { values: {}, errors: {} };
  const [state, submit] = useFormAction<EraseState>(action, first);
  return (
    <form {...submit} noValidate className="grid gap-4">
      <FormAlert state={state}>{state.message}</FormAlert>
      {state.errors.understood && <Alert tone="error">{state.errors.understood}</Alert>}
      <Checkbox
        name="understood"
        value="yes"
        label={t("understood")}
        aria-invalid={state.errors.understood ? true : undefined}
      />
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger" className="wrap-anywhere" pendingText={t("pending")}>
          {t("button", { name })}
        </SubmitButton>
        <LinkButton variant="secondary" href={cancelHref}>
          {t("cancel")}
        </LinkButton>
      </div>
    </form>
  );
}
