import { answerMember } from "@/app/_edge/member-route";
import { seeOther } from "@/app/_edge/see-other";
import { unsubscribe } from "@/lib/unsubscriptions/link";

type Context = { params: Promise<{ token: string }> };

/** The member wants no more mailings. The token is the authority: no login, no cookie, no `Origin`. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const path = `/u/${encodeURIComponent(token)}`;
  return answerMember(request, path, async () => {
    await unsubscribe(token);
    return seeOther(path);
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/u/${encodeURIComponent((await params).token)}`);
}
