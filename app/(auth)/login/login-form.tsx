"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { LoginState } from "./actions";

type Props = {
  submit: (state: LoginState, form: FormData) => Promise<LoginState>;
  /** A login by next-auth's own form was refused. */
  failed: boolean;
};

export function LoginForm({ submit, failed }: Props) {
  const t = useTranslations("auth");
  const [state, action] = useActionState(submit, {
    values: {},
    errors: {},
    ...(failed && { message: t("login.wrong") }),
  });
  return (
    <form action={action} noValidate className="space-y-5">
      <FormAlert state={state} title={state.message && t("login.wrongTitle")}>
        {state.message}
      </FormAlert>
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
      <TextField
        label={t("password")}
        error={state.errors.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <SubmitButton pendingText={t("login.pending")} className="min-w-40">
          {t("login.button")}
        </SubmitButton>
        <Link href="/forgot" className="inline-flex min-h-11 items-center">
          {t("login.forgot")}
        </Link>
      </div>
    </form>
  );
}
