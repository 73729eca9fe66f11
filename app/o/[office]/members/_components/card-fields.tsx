import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Field, TextField } from "@/app/_components/ui/field";
import { Select } from "@/app/_components/ui/select";
import { Textarea } from "@/app/_components/ui/textarea";
import { LANGUAGES } from "@/lib/i18n/language";
import type { CardState } from "../card-state";

type Line = Exclude<keyof CardState["values"], "language" | "notes">;

/** How a browser may fill in each line; these are other people's data, so it should not. */
const LINES: Record<Line, Pick<ComponentProps<"input">, "type" | "inputMode">> = {
  firstName: {},
  lastName: {},
  organisation: {},
  street: {},
  postalCode: {},
  city: {},
  country: {},
  email: { inputMode: "email" },
  phone: { type: "tel" },
};

type Props = Pick<CardState, "values" | "faults"> & {
  /** The card has an address, so that another one would have to be confirmed anew. */
  hasAddress: boolean;
};

/** The fields of a card, as they were typed, each with what is wrong with it. */
export function CardFields({ values, faults, hasAddress }: Props) {
  const t = useTranslations("members");
  const errorOf = (field: keyof typeof faults) => {
    const fault = faults[field];
    return fault && t(`faults.${fault.code}`, fault.values);
  };
  const line = (field: Line, hint?: string) => (
    <TextField
      label={t(`fields.${field}`)}
      hint={hint}
      error={errorOf(field)}
      name={field}
      defaultValue={values[field]}
      autoComplete="off"
      {...LINES[field]}
    />
  );
  return (
    <div className="grid max-w-4xl gap-8">
      <Group title={t("card.person")}>
        {line("firstName")}
        {line("lastName")}
        {line("organisation")}
      </Group>
      <Group title={t("card.reach")}>
        {line("email", hasAddress ? t("card.emailHint") : undefined)}
        {line("phone")}
      </Group>
      <Group title={t("card.addressGroup")}>
        {line("street")}
        {line("postalCode")}
        {line("city")}
        {line("country")}
      </Group>
      <Group title={t("card.other")}>
        <Field label={t("fields.language")} error={errorOf("language")}>
          {(control) => (
            <Select {...control} name="language" defaultValue={values.language}>
              {LANGUAGES.map((language) => (
                <option key={language} value={language}>
                  {t(`languages.${language}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("fields.notes")} error={errorOf("notes")} className="sm:col-span-2 sm:max-w-none">
          {(control) => <Textarea {...control} name="notes" rows={5} defaultValue={values.notes} />}
        </Field>
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid items-end gap-x-6 gap-y-4 sm:grid-cols-2">
      <legend className="mb-3 font-bold text-lg">{title}</legend>
      {children}
    </fieldset>
  );
}
