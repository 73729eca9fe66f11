import { seeOther } from "@/app/_edge/see-other";
import { refuseAddress } from "@/lib/confirmations/link";

type Context = { params: Promise<{ token: string }> };

/** "Det var inte jag". The token is the authority: no login, no cookie, no `Origin`. */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  await refuseAddress(token);
  return seeOther(`/c/${encodeURIComponent(token)}`);
}

/** Somebody reloads or copies the address of the act: the page, and nothing else. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/c/${encodeURIComponent((await params).token)}`);
}
