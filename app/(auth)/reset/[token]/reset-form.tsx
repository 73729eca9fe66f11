"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { NewPassword } from "../../_components/new-password";
import type { ResetState } from "./actions";

type Props = { submit: (state: ResetState, form: FormData) => Promise<ResetState>; email: string };

export function ResetForm({ submit, email }: Props) {
  const t = useTranslations("auth.reset");
  const [state, action] = useActionState(submit, { values: {}, errors: {} });
  return (
    <form action={action} noValidate className="space-y-5">
      <NewPassword username={email} error={state.errors.password} />
      <SubmitButton pendingText={t("pending")}>{t("button")}</SubmitButton>
    </form>
  );
}
