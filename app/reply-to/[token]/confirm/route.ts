import { answerMember } from "@/app/_edge/member-route";
import { seeOther } from "@/app/_edge/see-other";
import { confirmReplyTo } from "@/lib/offices/reply-to";

type Context = { params: Promise<{ token: string }> };

const pageOf = (token: string) => `/reply-to/${encodeURIComponent(token)}`;

/** The button was pressed. The token is the authority: no login, no cookie, no `Origin`. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  return answerMember(request, pageOf(token), async () => {
    await confirmReplyTo(token);
    return seeOther(pageOf(token));
  });
}

/** The address of a form: whoever reloads or copies it is sent to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(pageOf((await params).token));
}
