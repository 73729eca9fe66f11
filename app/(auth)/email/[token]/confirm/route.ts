import { postedForm } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { confirmEmailChange } from "@/lib/auth/change-email";
import { currentSession } from "@/lib/auth/session";

type Context = { params: Promise<{ token: string }> };

const SHOWN: Partial<Record<string, string>> = { done: "?done=yes", taken: "?done=taken" };

/** Says yes in the name of one address. The token is the authority. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answerErrors(async () => {
    const { token } = await params;
    await postedForm(request);
    const here = await currentSession();
    const { state } = await confirmEmailChange(token, here?.sessionId);
    return seeOther(`/email/${encodeURIComponent(token)}${SHOWN[state] ?? ""}`);
  });
}

/** Somebody reloads or copies the address of the act: the page, and nothing else. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/email/${encodeURIComponent((await params).token)}`);
}
