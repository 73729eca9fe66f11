import { after } from "next/server";
import { getLocale } from "next-intl/server";
import { postedForm, textOf } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { clearSessionCookie, rememberDevice } from "@/lib/auth/cookie";
import { passwordFormSchema } from "@/lib/auth/input";
import { resetPassword } from "@/lib/auth/reset";
import { hasSecondFactor } from "@/lib/auth/second-factor/check";
import { tellPerson } from "@/lib/auth/tell-person";
import { readToken } from "@/lib/auth/tokens";
import { faultQuery } from "../../../faults";

type Context = { params: Promise<{ token: string }> };

/** Changes the password. If the link was used in the meantime, its page says so. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answerErrors(async () => {
    const { token } = await params;
    const here = `/reset/${encodeURIComponent(token)}`;
    const form = await postedForm(request);
    const link = await readToken("reset", token);
    if (link.state !== "open") return seeOther(here);
    const input = passwordFormSchema([link.email, link.name]).safeParse({
      password: textOf(form, "password"),
    });
    if (!input.success) return seeOther(`${here}?faults=${faultQuery(input.error)}`);
    if (!(await resetPassword(token, input.data.password))) return seeOther(here);
    const language = await getLocale();
    after(() => tellPerson(link.email, language, "passwordChanged"));
    await clearSessionCookie();
    /* The mailbox alone is to be worth no further tries at the code. */
    if (!(await hasSecondFactor(link.userId))) await rememberDevice(link.email);
    return seeOther("/login?done=password");
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/reset/${encodeURIComponent((await params).token)}`);
}
