import { cookies } from "next/headers";
import { postedForm, textOf } from "@/app/_edge/form";
import { safePath } from "@/app/_edge/path";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { rememberDevice, setSessionCookie } from "@/lib/auth/cookie";
import { DEVICE_COOKIE } from "@/lib/auth/device";
import { loginSchema } from "@/lib/auth/input";
import { tryLogIn } from "@/lib/auth/try-log-in";
import { addressOf } from "@/lib/limits/address";
import { faultQuery } from "../../faults";
import { forgetTyped, keepTyped } from "../../typed";

/** Logs in and goes on to the page that was asked for. What was typed stays, but for the password. */
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
    const done = await tryLogIn(login.data, {
      address: addressOf(request.headers),
      userAgent: request.headers.get("user-agent"),
      device: (await cookies()).get(DEVICE_COOKIE)?.value,
    });
    if (!done) return back({ error: "wrong" });
    await forgetTyped();
    await rememberDevice(done.user.email);
    await setSessionCookie(done.sessionId);
    return seeOther(next);
  });
}

/** Somebody reloads the address of the act. */
export function GET(): Response {
  return seeOther("/login");
}
