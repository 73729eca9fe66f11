"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId } from "react";
import { Checkbox } from "@/app/_components/ui/choice";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { Field, TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { FormFields } from "@/app/_components/ui/form-fields";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { Select } from "@/app/_components/ui/select";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Textarea } from "@/app/_components/ui/textarea";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import { mayReplace } from "@/app/_components/use-leave-warning";
import { LANGUAGE_NAMES, LANGUAGES } from "@/lib/i18n/language";
import { INHERITABLE, type Inheritable } from "@/lib/offices/choices";
import type { SettingsState } from "../settings-state";

type Props = {
  action: (state: SettingsState, form: FormData) => Promise<SettingsState>;
  values: SettingsState["values"];
  /** The details as they were when the form was shown. */
  version: string;
  /** What the office shares; null for one that has no member offices. */
  shared: Inheritable[] | null;
  /** The inherited values, which apply where the office has none of its own. */
  inherited: { postalAddress?: string | undefined; footer?: string | undefined };
};

/** The office's details. */
export function SettingsForm({ action, values, version, shared, inherited }: Props) {
  const t = useTranslations("settings");
  const first: SettingsState = { values, errors: {}, shared: shared ?? [], version };
  const [state, submit] = useFormAction<SettingsState>(action, first);
  const form = useFaultFocus(state);
  const sharedHint = useId();
  const lines = (field: "postalAddress" | "footer") => (
    <Field label={t(`fields.${field}`)} hint={t(`hints.${field}`)} error={state.errors[field]}>
      {(control) => (
        <>
          <Textarea {...control} name={field} rows={3} defaultValue={state.values[field]} />
          {inherited[field] && (
            <p className="mt-1 whitespace-pre-line text-ink-soft text-sm">
              {t("inherited", { value: inherited[field] })}
            </p>
          )}
        </>
      )}
    </Field>
  );
  const save = (event: FormEvent<HTMLFormElement>) => {
    /* Changing the slug replaces the page. */
    const moves = new FormData(event.currentTarget).get("slug") !== values.slug;
    if (moves && !mayReplace(event.currentTarget)) event.preventDefault();
  };
  return (
    <form ref={form} {...submit} onSubmit={save} noValidate className="grid max-w-2xl gap-5">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <FormFields>
        <input type="hidden" name="version" value={state.version} />
        <TextField
          label={t("fields.name")}
          hint={t("hints.name")}
          error={state.errors.name}
          name="name"
          autoComplete="off"
          defaultValue={state.values.name}
        />
        <TextField
          label={t("fields.slug")}
          hint={t("hints.slug")}
          error={state.errors.slug}
          name="slug"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.values.slug}
        />
        <Field label={t("fields.language")} hint={t("hints.language")}>
          {(control) => (
            <Select {...control} name="language" defaultValue={state.values.language}>
              {LANGUAGES.map((language) => (
                <option key={language} value={language} lang={language}>
                  {LANGUAGE_NAMES[language]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {lines("postalAddress")}
        {lines("footer")}
        {shared && (
          <fieldset aria-describedby={sharedHint}>
            <legend className="font-semibold">{t("shared.title")}</legend>
            <p id={sharedHint} className="text-ink-soft text-sm">
              {t("shared.explain")}
            </p>
            {INHERITABLE.map((setting) => (
              <Checkbox
                key={setting}
                name="shared"
                value={setting}
                label={t(`fields.${setting}`)}
                defaultChecked={state.shared.includes(setting)}
              />
            ))}
          </fieldset>
        )}
      </FormFields>
      <div>
        <SubmitButton pendingText={t("saving")}>{t("save")}</SubmitButton>
      </div>
    </form>
  );
}
