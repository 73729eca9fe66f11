import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import { textOf, textsOf } from "@/app/_edge/form";
import type { FormState } from "@/app/_edge/form-state";
import { INHERITABLE, type Inheritable } from "@/lib/offices/choices";

const FIELDS = ["name", "slug", "language", "postalAddress", "footer"] as const;

export type SettingsState = FormState<(typeof FIELDS)[number]> & {
  shared: Inheritable[];
  /** The details that the next attempt may overwrite. */
  version: string;
};

export type ReplyToState = FormState<"replyTo">;

export type RetentionState = FormState<"eventDays">;

export type SecondFactorState = FormState<never>;

export type LogoState = FormState<"logo">;

/** What was typed into the form of the office's details. */
export function typedSettings(form: FormData): Omit<SettingsState, "errors"> {
  return {
    values: Object.fromEntries(FIELDS.map((field) => [field, textOf(form, field)])),
    shared: INHERITABLE.filter((setting) => textsOf(form, "shared").includes(setting)),
    version: textOf(form, "version"),
  };
}

const FAULTS = ["nameMissing", "nameLong", "textLong", "textPersonalised", "slugWrong", "slugTaken"] as const;

type Fault = (typeof FAULTS)[number];

/** The first fault of each field, in words. */
export async function settingsFaults(error: z.ZodError): Promise<SettingsState["errors"]> {
  const t = await getTranslations("settings.faults");
  const faults: Partial<Record<string, string>> = {};
  for (const { path, message } of error.issues) {
    const code = FAULTS.find((fault) => fault === message) ?? ("textLong" satisfies Fault);
    faults[String(path[0])] ??= t(code);
  }
  return faults;
}
