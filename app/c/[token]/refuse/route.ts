import { answerMember } from "@/app/_edge/member-route";
import { seeOther } from "@/app/_edge/see-other";
import { refuseAddress } from "@/lib/confirmations/link";

type Context = { params: Promise<{ token: string }> };

/** "Det var inte jag". The token is the authority: no login, no cookie, no `Origin`. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const path = `/c/${encodeURIComponent(token)}`;
  return answerMember(request, path, async () => {
    await refuseAddress(token);
    return seeOther(path);
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/c/${encodeURIComponent((await params).token)}`);
}
