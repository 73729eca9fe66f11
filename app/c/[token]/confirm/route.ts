import { answerMember } from "@/app/_edge/member-route";
import { seeOther } from "@/app/_edge/see-other";
import { confirmAddress } from "@/lib/confirmations/link";

type Context = { params: Promise<{ token: string }> };

/** The member pressed "Bekräfta". The token is the authority: no login, no cookie, no `Origin`. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const path = `/c/${encodeURIComponent(token)}`;
  return answerMember(request, path, async () => {
    const { state } = await confirmAddress(token);
    return seeOther(`${path}${state === "confirmed" ? "?now" : ""}`);
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/c/${encodeURIComponent((await params).token)}`);
}
