"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ButtonVariant } from "@/app/_components/ui/button-style";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import { CurrentPassword } from "../current-password";
import { renew, type SecondFactorState, turnOff, turnOn } from "./actions";

type Action = (state: SecondFactorState, form: FormData) => Promise<SecondFactorState>;
type Props = {
  action: Action;
  button: "turnOn" | "renew" | "turnOff";
  variant?: ButtonVariant;
  /** Shown before the form, as long as the form is. */
  children?: ReactNode;
  /** Shown in place of the form. */
  instead?: ReactNode;
};

/**
 * The last step, below the others; once it is done, the recovery codes are shown in its place. Rendered at
 * the same position when the second factor is on already, because without scripts the response to the form is
 * that page.
 */
export function TurnOnForm({ steps, whenOn }: { steps: ReactNode; whenOn: ReactNode }) {
  return (
    <SecondFactorForm action={turnOn} button="turnOn" instead={whenOn}>
      {steps}
    </SecondFactorForm>
  );
}

export function RenewForm() {
  return <SecondFactorForm action={renew} button="renew" variant="secondary" />;
}

export function TurnOffForm() {
  return <SecondFactorForm action={turnOff} button="turnOff" variant="danger" />;
}

/** Asks for the password, and for a code when it is turned on; shows the recovery codes in its place. */
function SecondFactorForm({ action, button, variant, children, instead }: Props) {
  const t = useTranslations("account.secondFactor");
  const first: SecondFactorState = { values: {}, errors: {} };
  const [state, submit] = useFormAction(action, first);
  const form = useFaultFocus(state);
  if (state.codes) {
    return <RecoveryCodes state={state} codes={state.codes} turnedOn={button === "turnOn"} />;
  }
  if (instead) return instead;
  return (
    <>
      {children}
      <form ref={form} {...submit} noValidate className="space-y-5">
        <FormAlert state={state}>{state.message}</FormAlert>
        {button === "turnOn" && (
          <TextField
            label={t("code")}
            error={state.errors.code}
            name="code"
            defaultValue={state.values.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            required
          />
        )}
        <CurrentPassword error={state.errors.current} />
        <SubmitButton pendingText={t("pending")} variant={variant}>
          {t(button)}
        </SubmitButton>
      </form>
    </>
  );
}

type CodesProps = { state: SecondFactorState; codes: string[]; turnedOn: boolean };

function RecoveryCodes({ state, codes, turnedOn }: CodesProps) {
  const t = useTranslations("account.secondFactor");
  return (
    <div className="space-y-4">
      <FormAlert state={state} tone="success" title={turnedOn && t("onDone")}>
        <p className="mt-2 font-bold first:mt-0">{t("codesTitle")}</p>
        <p>{t("codesExplain")}</p>
      </FormAlert>
      <ul className="grid gap-2 rounded-md border border-edge bg-card p-4 font-mono sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <LinkButton href="/account">{t("codesDone")}</LinkButton>
    </div>
  );
}
