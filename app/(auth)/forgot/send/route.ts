import { after } from "next/server";
import { getLocale } from "next-intl/server";
import { postedForm, textOf } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { emailFormSchema } from "@/lib/auth/input";
import { requestPasswordReset } from "@/lib/auth/reset";
import { addressOf } from "@/lib/limits/address";
import { take } from "@/lib/limits/take";
import { log } from "@/lib/log";
import { faultQuery } from "../../faults";
import { keepTyped } from "../../typed";

/**
 * Answers in the same way and as fast whether or not somebody has the address; the work is done afterwards.
 */
export function POST(request: Request): Promise<Response> {
  return answerErrors(async () => {
    const typed = { email: textOf(await postedForm(request), "email") };
    await keepTyped(typed);
    const asked = emailFormSchema.safeParse(typed);
    if (!asked.success) return seeOther(`/forgot?faults=${faultQuery(asked.error)}`);
    await take("forgotAddress", addressOf(request.headers));
    const language = await getLocale();
    after(async () => {
      try {
        await requestPasswordReset(asked.data.email, language);
      } catch (error) {
        log().error({ err: error }, "a request for a new password failed");
      }
    });
    return seeOther("/forgot?asked");
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export function GET(): Response {
  return seeOther("/forgot");
}
