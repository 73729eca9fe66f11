import { postedForm, textOf } from "@/app/_edge/form";
import { safePath } from "@/app/_edge/path";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { rememberDevice, setSessionCookie } from "@/lib/auth/cookie";
import { hasBlanksAround, loginSchema } from "@/lib/auth/input";
import { tryLogIn } from "@/lib/auth/try-log-in";
import { callerOf } from "../../caller";
import { faultQuery } from "../../faults";
import { forgetTyped, keepTyped } from "../../typed";
import { keepPending } from "../pending";

/** Logs in and leads to the page that was asked for. What was typed is kept, except the password. */
export function POST(request: Request): Promise<Response> {
  return answerErrors(async () => {
    const form = await postedForm(request);
    const next = safePath(textOf(form, "next"));
    const typed = { email: textOf(form, "email") };
    const back = async (fault: Record<string, string>) => {
      await keepTyped(typed);
      return seeOther(`/login?${new URLSearchParams({ ...fault, ...(next !== "/" && { next }) })}`);
    };
    const login = loginSchema.safeParse({ ...typed, password: textOf(form, "password") });
    if (!login.success) return back({ faults: faultQuery(login.error) });
    const done = await tryLogIn(login.data, await callerOf(request));
    if (!done) return back({ error: hasBlanksAround(login.data.password) ? "blanks" : "wrong" });
    if (done.sessionId === null) {
      await keepPending(done.pending);
      return seeOther(`/login/code${next === "/" ? "" : `?${new URLSearchParams({ next })}`}`);
    }
    await forgetTyped();
    await rememberDevice(done.user.email);
    await setSessionCookie(done.sessionId);
    return seeOther(next);
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export function GET(): Response {
  return seeOther("/login");
}
