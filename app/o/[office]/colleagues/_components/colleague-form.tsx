"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Radio } from "@/app/_components/ui/choice";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { Field, FieldError, TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { FormFields } from "@/app/_components/ui/form-fields";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { LinkButton } from "@/app/_components/ui/link-button";
import { Select } from "@/app/_components/ui/select";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { ColleagueState } from "../colleague-state";

type Props = {
  action: (state: ColleagueState, form: FormData) => Promise<ColleagueState>;
  values: ColleagueState["values"];
  /** The rights as they were when the form was shown; absent for a new colleague, who is named by address. */
  version?: string;
  cancelHref: string;
};

const RIGHTS = ["none", "read", "write"] as const;

/** Who may do what: role, and rights per program for those who are not administrators. */
export function ColleagueForm({ action, values, version, cancelHref }: Props) {
  const t = useTranslations("colleagues");
  const first: ColleagueState = { values, errors: {}, ...(version && { version }) };
  const [state, submit] = useFormAction<ColleagueState>(action, first);
  const invites = version === undefined;
  const form = useFaultFocus(state);
  const role = useId();
  return (
    <form ref={form} {...submit} noValidate className="group grid max-w-xl gap-6">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <FormFields>
        {state.version && <input type="hidden" name="version" value={state.version} />}
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
        <div
          role="radiogroup"
          aria-labelledby={role}
          {...(state.errors.role && { "aria-invalid": true, "aria-describedby": `${role}-error` })}
        >
          <p id={role} className="mb-1 font-semibold">
            {t("role.label")}
          </p>
          {state.errors.role && <FieldError id={`${role}-error`}>{state.errors.role}</FieldError>}
          {(["colleague", "administrator"] as const).map((choice) => (
            <Radio
              key={choice}
              name="role"
              value={choice}
              label={t(`role.${choice}`)}
              hint={t(`role.${choice}Hint`)}
              defaultChecked={state.values.role === choice}
            />
          ))}
        </div>
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
      </FormFields>
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
