import { postedForm } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { confirmEmailChange, type EmailChangeOutcome } from "@/lib/auth/change-email";
import { currentSession } from "@/lib/auth/session";

type Context = { params: Promise<{ token: string }> };

const SHOWN: Record<EmailChangeOutcome, string> = {
  done: "?done=yes",
  taken: "?done=taken",
  waiting: "",
  unknown: "",
};

/** Confirms the change for one address. The token is the authority. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answerErrors(async () => {
    const { token } = await params;
    await postedForm(request);
    const here = await currentSession();
    const outcome = await confirmEmailChange(token, here?.sessionId);
    return seeOther(`/email/${encodeURIComponent(token)}${SHOWN[outcome]}`);
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/email/${encodeURIComponent((await params).token)}`);
}
