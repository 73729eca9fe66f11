import { seeOther } from "@/app/_edge/see-other";
import { confirmAddress } from "@/lib/confirmations/link";

type Context = { params: Promise<{ token: string }> };

/** The member pressed "Bekräfta". The token is the authority: no login, no cookie, no `Origin`. */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const { state } = await confirmAddress(token);
  return seeOther(`/c/${encodeURIComponent(token)}${state === "confirmed" ? "?now" : ""}`);
}

/** Somebody reloads or copies the address of the act: the page, and nothing else. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/c/${encodeURIComponent((await params).token)}`);
}
