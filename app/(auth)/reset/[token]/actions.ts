"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_edge/form-state";
import { clearSessionCookie } from "@/lib/auth/cookie";
import { resetSchema } from "@/lib/auth/input";
import { resetPassword } from "@/lib/auth/reset";
import { faultsOf } from "../../faults";

export type ResetState = FormState<"password">;

/** Changes the password; a link that was used meanwhile shows its page again, which says so. */
export async function submitReset(token: string, _: ResetState, form: FormData): Promise<ResetState> {
  const input = resetSchema.safeParse({ password: form.get("password") ?? "" });
  if (!input.success) return { values: {}, errors: await faultsOf(input.error) };
  const changed = await resetPassword(token, input.data.password);
  if (!changed) redirect(`/reset/${encodeURIComponent(token)}`);
  await clearSessionCookie();
  redirect("/login?done=password");
}
