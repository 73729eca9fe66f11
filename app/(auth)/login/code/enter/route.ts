import { postedForm, textOf } from "@/app/_edge/form";
import { safePath } from "@/app/_edge/path";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { rememberDevice, setSessionCookie } from "@/lib/auth/cookie";
import { enterCode } from "@/lib/auth/enter-code";
import { callerOf } from "../../../caller";
import { forgetTyped } from "../../../typed";
import { forgetPending, readPending } from "../../pending";

/** Finishes a login with a code of the second factor. */
export function POST(request: Request): Promise<Response> {
  return answerErrors(async () => {
    const form = await postedForm(request);
    const next = safePath(textOf(form, "next"));
    const query = (fields: Record<string, string>) =>
      new URLSearchParams({ ...fields, ...(next !== "/" && { next }) });
    const code = textOf(form, "code").slice(0, 100);
    const done = await enterCode(await readPending(), code, await callerOf(request));
    if (done === "wrong") return seeOther(`/login/code?${query({ error: "wrong" })}`);
    await forgetPending();
    if (done === "over") return seeOther(`/login?${query({ done: "over" })}`);
    await forgetTyped();
    await rememberDevice(done.user.email);
    await setSessionCookie(done.sessionId);
    return seeOther(next);
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export function GET(): Response {
  return seeOther("/login/code");
}
