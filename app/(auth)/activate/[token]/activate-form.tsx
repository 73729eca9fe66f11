"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { TextField } from "@/app/_components/ui/field";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { NewPassword } from "../../_components/new-password";
import type { ActivateState } from "./actions";

type Props = {
  submit: (state: ActivateState, form: FormData) => Promise<ActivateState>;
  email: string;
  name: string;
};

export function ActivateForm({ submit, email, name }: Props) {
  const t = useTranslations("auth.activate");
  const first: ActivateState = { values: { name }, errors: {} };
  const [state, action] = useActionState(submit, first);
  return (
    <form action={action} noValidate className="space-y-5">
      <TextField
        label={t("name")}
        hint={t("nameHint")}
        error={state.errors.name}
        name="name"
        autoComplete="name"
        defaultValue={state.values.name}
        required
      />
      <NewPassword username={email} error={state.errors.password} />
      <SubmitButton pendingText={t("pending")}>{t("button")}</SubmitButton>
    </form>
  );
}
