"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { submitForgot } from "./actions";

export function ForgotForm() {
  const t = useTranslations("auth");
  const [state, action] = useActionState(submitForgot, { values: {}, errors: {} });
  if (state.asked) {
    return (
      <>
        <FormAlert state={state} tone="success" title={t("forgot.doneTitle")}>
          {t("forgot.done", { email: state.values.email ?? "" })}
        </FormAlert>
        {/* A whole new page: the form begins afresh. */}
        <a href="/forgot" className="mt-4 inline-flex min-h-11 items-center">
          {t("forgot.again")}
        </a>
      </>
    );
  }
  return (
    <form action={action} noValidate className="space-y-5">
      <p>{t("forgot.explain")}</p>
      <TextField
        label={t("email")}
        error={state.errors.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={state.values.email}
        required
      />
      <SubmitButton pendingText={t("forgot.pending")}>{t("forgot.button")}</SubmitButton>
    </form>
  );
}
