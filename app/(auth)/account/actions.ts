"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { getLocale, getTranslations } from "next-intl/server";
import type { Outcome } from "@/app/_components/ui/button-form";
import { ownFormGuard } from "@/app/_edge/action";
import { textOf } from "@/app/_edge/form";
import type { FormState } from "@/app/_edge/form-state";
import { userGuard } from "@/app/_edge/page";
import { requestEmailChange } from "@/lib/auth/change-email";
import { changeName } from "@/lib/auth/change-name";
import { rememberDevice, setSessionCookie } from "@/lib/auth/cookie";
import { changePassword, currentPasswordHash, isCurrentPassword } from "@/lib/auth/current-password";
import { emailFormSchema, ownNameSchema, passwordFormSchema } from "@/lib/auth/input";
import { currentSession } from "@/lib/auth/session";
import { endOtherSessions, endOwnSession } from "@/lib/auth/sessions";
import { tellPerson } from "@/lib/auth/tell-person";
import { faultQuery, faultTexts } from "../faults";
import { inWords } from "./in-words";
import { wrongPassword } from "./wrong-password";

export type NameState = FormState<"name">;
export type PasswordState = FormState<"current" | "password">;
export type EmailState = FormState<"current" | "email"> & { sentTo?: { oldEmail: string; newEmail: string } };

/** Changes the person's name, in every office at once. */
export async function submitName(_: NameState, form: FormData): Promise<NameState> {
  const values = { name: textOf(form, "name") };
  const user = await ownFormGuard();
  if ("message" in user) return { values, errors: {}, ...user };
  const input = ownNameSchema.safeParse(values);
  if (!input.success) return { values, errors: await faultTexts(faultQuery(input.error)) };
  await changeName(user, input.data.name);
  /* The browser caches the layouts of offices that were visited, with the name in them. */
  revalidatePath("/", "layout");
  const t = await getTranslations("account.name");
  return { values: input.data, errors: {}, message: t("done"), tone: "success" };
}

/** Changes the person's password; this browser stays logged in, with a new session. */
export async function submitPassword(_: PasswordState, form: FormData): Promise<PasswordState> {
  const user = await userGuard();
  const state = await inWords<PasswordState>(async () => {
    const input = passwordFormSchema([user.email, user.name]).safeParse({
      password: textOf(form, "password"),
    });
    if (!input.success) return { values: {}, errors: await faultTexts(faultQuery(input.error)) };
    const current = textOf(form, "current");
    const currentHash = await currentPasswordHash(user.id, current);
    const agent = (await headers()).get("user-agent");
    const session = currentHash && (await changePassword(user, currentHash, input.data.password, agent));
    if (!session) return { values: {}, errors: { current: await wrongPassword(current) } };
    await setSessionCookie(session);
    await rememberDevice(user.email);
    const language = user.language ?? (await getLocale());
    after(() => tellPerson(user.email, language, "passwordChanged"));
    /* No redirect, which would empty the other forms on the page. */
    const t = await getTranslations("account.password");
    return { values: {}, errors: {}, message: t("done"), tone: "success" };
  });
  return state ?? { values: {}, errors: {} };
}

/** Asks both addresses whether the login may move. */
export async function submitEmail(_: EmailState, form: FormData): Promise<EmailState> {
  const values = { email: textOf(form, "email") };
  const user = await ownFormGuard();
  if ("message" in user) return { values, errors: {}, ...user };
  const state = await inWords<EmailState>(async () => {
    const t = await getTranslations("account");
    const input = emailFormSchema.safeParse(values);
    if (!input.success) return { values, errors: await faultTexts(faultQuery(input.error)) };
    const newEmail = input.data.email;
    if (newEmail === user.email) return { values, errors: { email: t("email.same") } };
    const current = textOf(form, "current");
    if (!(await isCurrentPassword(user.id, current))) {
      return { values, errors: { current: await wrongPassword(current) } };
    }
    await requestEmailChange(user, newEmail, await getLocale());
    return { values: {}, errors: {}, sentTo: { oldEmail: user.email, newEmail } };
  }, values);
  return state ?? { values, errors: {} };
}

/** Ends one of the person's sessions, or with `others` all but this one. */
export async function endSessionByForm(_: unknown, form: FormData): Promise<Outcome> {
  const user = await ownFormGuard();
  if ("message" in user) return { problem: user.message };
  const session = await currentSession();
  const id = textOf(form, "session");
  if (id !== "others") await endOwnSession(user.id, id);
  else if (session) await endOtherSessions(user.id, session.sessionId);
  redirect("/account");
}
