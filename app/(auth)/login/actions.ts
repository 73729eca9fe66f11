"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/app/_edge/form-state";
import { safePath } from "@/app/_edge/path";
import { setSessionCookie } from "@/lib/auth/cookie";
import { loginSchema } from "@/lib/auth/input";
import { logIn } from "@/lib/auth/log-in";
import { faultsOf } from "../faults";

export type LoginState = FormState<"email" | "password">;

/** Logs in and goes on to the page that was asked for. What was typed stays, but for the password. */
export async function submitLogin(next: string, _: LoginState, form: FormData): Promise<LoginState> {
  const values = { email: String(form.get("email") ?? "") };
  const login = loginSchema.safeParse({ ...values, password: form.get("password") ?? "" });
  if (!login.success) return { values, errors: await faultsOf(login.error) };
  const done = await logIn(login.data, (await headers()).get("user-agent"));
  if (!done) {
    const t = await getTranslations("auth.login");
    return { values, errors: {}, message: t("wrong") };
  }
  await setSessionCookie(done.sessionId);
  redirect(safePath(next));
}
