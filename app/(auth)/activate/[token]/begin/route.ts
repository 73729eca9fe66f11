import { getLocale } from "next-intl/server";
import { postedForm, textOf } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { rememberDevice, setSessionCookie } from "@/lib/auth/cookie";
import { activateSchema } from "@/lib/auth/input";
import { activate } from "@/lib/auth/invite";
import { startSession } from "@/lib/auth/sessions";
import { readToken } from "@/lib/auth/tokens";
import { faultQuery } from "../../../faults";
import { forgetTyped, keepTyped } from "../../../typed";

type Context = { params: Promise<{ token: string }> };

/** Sets name and password of the invited person, and logs them in. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answerErrors(async () => {
    const { token } = await params;
    const here = `/activate/${encodeURIComponent(token)}`;
    const form = await postedForm(request);
    const typed = { name: textOf(form, "name") };
    const link = await readToken("invitation", token);
    if (link.state !== "open") return seeOther(here);
    const own = [link.email, typed.name];
    const input = activateSchema(own).safeParse({ ...typed, password: textOf(form, "password") });
    if (!input.success) {
      await keepTyped(typed);
      return seeOther(`${here}?faults=${faultQuery(input.error)}`);
    }
    const userId = await activate(token, { ...input.data, language: await getLocale() });
    if (!userId) return seeOther(here);
    await forgetTyped();
    await rememberDevice(link.email);
    await setSessionCookie(await startSession(userId, request.headers.get("user-agent")));
    return seeOther("/offices");
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/activate/${encodeURIComponent((await params).token)}`);
}
