"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import type { FormState } from "@/app/_edge/form-state";
import { setSessionCookie } from "@/lib/auth/cookie";
import { activateSchema } from "@/lib/auth/input";
import { activate } from "@/lib/auth/invite";
import { startSession } from "@/lib/auth/sessions";
import { faultsOf } from "../../faults";

export type ActivateState = FormState<"name" | "password">;

/** Gives the invited person name and password, and logs them in. */
export async function submitActivate(
  token: string,
  _: ActivateState,
  form: FormData,
): Promise<ActivateState> {
  const values = { name: String(form.get("name") ?? "") };
  const input = activateSchema.safeParse({ ...values, password: form.get("password") ?? "" });
  if (!input.success) return { values, errors: await faultsOf(input.error) };
  const userId = await activate(token, { ...input.data, language: await getLocale() });
  if (!userId) redirect(`/activate/${encodeURIComponent(token)}`);
  await setSessionCookie(await startSession(userId, (await headers()).get("user-agent")));
  redirect("/offices");
}
