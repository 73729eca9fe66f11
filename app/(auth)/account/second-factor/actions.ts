"use server";

import { redirect } from "next/navigation";
import { after } from "next/server";
import { getLocale, getTranslations } from "next-intl/server";
import { textOf } from "@/app/_edge/form";
import type { FormState } from "@/app/_edge/form-state";
import { userGuard } from "@/app/_edge/page";
import { isCurrentPassword } from "@/lib/auth/current-password";
import { confirmSecondFactor, removeSecondFactor, renewRecoveryCodes } from "@/lib/auth/second-factor/enrol";
import { currentSession } from "@/lib/auth/session";
import type { User } from "@/lib/auth/sessions";
import { tellPerson } from "@/lib/auth/tell-person";
import type { LoginChange } from "@/lib/mail/account-mails";
import { inWords } from "../in-words";
import { wrongPassword } from "../wrong-password";

export type SecondFactorState = FormState<"current" | "code"> & {
  /** Shown once. */
  codes?: string[];
};

/** Turns the second factor on; requires a code of the app and the password. */
export async function turnOn(_: SecondFactorState, form: FormData): Promise<SecondFactorState> {
  const user = await userGuard();
  const session = await currentSession();
  return checked(user.id, form, async () => {
    const t = await getTranslations("account.secondFactor");
    const code = textOf(form, "code").replace(/\s/g, "");
    const codes = await confirmSecondFactor(user, code, session?.sessionId ?? "");
    if (codes) await tell(user, "secondFactorOn");
    return codes ? { values: {}, errors: {}, codes } : { values: {}, errors: { code: t("wrongCode") } };
  });
}

/** Makes new recovery codes; requires the password. */
export async function renew(_: SecondFactorState, form: FormData): Promise<SecondFactorState> {
  const user = await userGuard();
  return checked(user.id, form, async () => {
    const codes = await renewRecoveryCodes(user);
    if (codes) await tell(user, "recoveryCodesRenewed");
    return { values: {}, errors: {}, ...(codes && { codes }) };
  });
}

/** Turns the second factor off; requires the password. */
export async function turnOff(_: SecondFactorState, form: FormData): Promise<SecondFactorState> {
  const user = await userGuard();
  const state = await checked(user.id, form, async () => {
    if (await removeSecondFactor(user)) await tell(user, "secondFactorOff");
    return null;
  });
  if (state.message || state.errors.current) return state;
  redirect("/account?done=secondFactorOff");
}

async function tell({ email, language }: User, change: LoginChange): Promise<void> {
  const shown = language ?? (await getLocale());
  after(() => tellPerson(email, shown, change));
}

async function checked(
  userId: string,
  form: FormData,
  work: () => Promise<SecondFactorState | null>,
): Promise<SecondFactorState> {
  const values = { code: textOf(form, "code") };
  const state = await inWords<SecondFactorState>(async () => {
    const current = textOf(form, "current");
    if (await isCurrentPassword(userId, current)) return work();
    return { values, errors: { current: await wrongPassword(current) } };
  }, values);
  return state ?? { values: {}, errors: {} };
}
