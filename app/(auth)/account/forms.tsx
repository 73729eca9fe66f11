"use client";

import { useTranslations } from "next-intl";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { FormFields } from "@/app/_components/ui/form-fields";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import { NewPassword } from "../_components/new-password";
import {
  type EmailState,
  type NameState,
  type PasswordState,
  submitEmail,
  submitName,
  submitPassword,
} from "./actions";
import { CurrentPassword } from "./current-password";

export function NameForm({ name }: { name: string }) {
  const t = useTranslations();
  const first: NameState = { values: { name }, errors: {} };
  const [state, submit] = useFormAction(submitName, first);
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} noValidate className="grid gap-5">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <FormFields>
        <TextField
          label={t("auth.activate.name")}
          error={state.errors.name}
          name="name"
          autoComplete="name"
          defaultValue={state.values.name}
          required
        />
      </FormFields>
      <div>
        <SubmitButton pendingText={t("account.name.pending")}>{t("account.name.button")}</SubmitButton>
      </div>
    </form>
  );
}

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const first: PasswordState = { values: {}, errors: {} };
  const [state, submit] = useFormAction(submitPassword, first);
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} noValidate className="grid gap-5">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <FormFields>
        <CurrentPassword error={state.errors.current} />
        <NewPassword username={email} error={state.errors.password} />
      </FormFields>
      <div>
        <SubmitButton pendingText={t("password.pending")}>{t("password.button")}</SubmitButton>
      </div>
    </form>
  );
}

export function EmailForm() {
  const t = useTranslations("account");
  const first: EmailState = { values: {}, errors: {} };
  const [state, submit] = useFormAction(submitEmail, first);
  const form = useFaultFocus(state);
  if (state.sentTo) {
    return (
      <FormAlert state={state} tone="success">
        {t("email.done", state.sentTo)}
      </FormAlert>
    );
  }
  return (
    <form ref={form} {...submit} noValidate className="grid gap-5">
      <LeaveWarning />
      <FormAlert state={state}>{state.message}</FormAlert>
      <FormFields>
        <TextField
          label={t("email.new")}
          error={state.errors.email}
          name="email"
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.values.email}
          required
        />
        <CurrentPassword error={state.errors.current} />
      </FormFields>
      <div>
        <SubmitButton pendingText={t("email.pending")}>{t("email.button")}</SubmitButton>
      </div>
    </form>
  );
}
