"use server";

import { after } from "next/server";
import { getLocale } from "next-intl/server";
import type { FormState } from "@/app/_edge/form-state";
import { forgotSchema } from "@/lib/auth/input";
import { requestPasswordReset } from "@/lib/auth/reset";
import { log } from "@/lib/log";
import { faultsOf } from "../faults";

export type ForgotState = FormState<"email"> & { asked?: boolean };

/** Answers the same, and as fast, whether somebody has the address; the rest happens afterwards. */
export async function submitForgot(_: ForgotState, form: FormData): Promise<ForgotState> {
  const values = { email: String(form.get("email") ?? "") };
  const request = forgotSchema.safeParse(values);
  if (!request.success) return { values, errors: await faultsOf(request.error) };
  const language = await getLocale();
  after(async () => {
    try {
      await requestPasswordReset(request.data.email, language);
    } catch (error) {
      log().error({ err: error }, "a request for a new password failed");
    }
  });
  return { values: { email: request.data.email }, errors: {}, asked: true };
}
