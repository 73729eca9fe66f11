"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Field, TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { LinkButton } from "@/app/_components/ui/link-button";
import { Radio } from "@/app/_components/ui/radio";
import { Select } from "@/app/_components/ui/select";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { ColleagueState } from "../colleague-state";

type Props = {
  action: (state: ColleagueState, form: FormData) => Promise<ColleagueState>;
  values: ColleagueState["values"];
  /** A new colleague is named by address; another's stays. */
  invites: boolean;
  cancelHref: string;
};

const RIGHTS = ["none", "read", "write"] as const;

/** Who may do what: role, and rights per program for those who are not administrators. */
export function ColleagueForm({ action, values, invites, cancelHref }: Props) {
  const t = useTranslations("colleagues");
  const [state, submit] = useActionState<ColleagueState, FormData>(action, { values, errors: {} });
  return (
    <form action={submit} noValidate className="group grid max-w-xl gap-6">
      {state.errors.role && <FormAlert state={state}>{state.errors.role}</FormAlert>}
      {invites && (
        <TextField
          label={t("invite.email")}
          hint={t("invite.emailHint")}
          error={state.errors.email}
          name="email"
          inputMode="email"
          autoComplete="off"
          defaultValue={state.values.email}
        />
      )}
      <fieldset>
        <legend className="mb-1 font-semibold">{t("role.label")}</legend>
        {(["colleague", "administrator"] as const).map((role) => (
          <Radio
            key={role}
            name="role"
            value={role}
            label={t(`role.${role}`)}
            hint={t(`role.${role}Hint`)}
            defaultChecked={state.values.role === role}
          />
        ))}
      </fieldset>
      <div className="grid gap-4 group-has-[[value=administrator]:checked]:hidden sm:grid-cols-2">
        {(["register", "mailings"] as const).map((program) => (
          <Field key={program} label={t(`programs.${program}`)}>
            {(control) => (
              <Select {...control} name={program} defaultValue={state.values[program]}>
                {RIGHTS.map((right) => (
                  <option key={right} value={right}>
                    {t(`rights.${program}.${right}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
      </div>
      <div className="flex flex-wrap gap-3">
        <SubmitButton pendingText={t(invites ? "invite.sending" : "saving")}>
          {t(invites ? "invite.send" : "save")}
        </SubmitButton>
        <LinkButton variant="secondary" href={cancelHref}>
          {t("cancel")}
        </LinkButton>
      </div>
    </form>
  );
}
