import { redirect } from "next/navigation";
import { LARGEST_FORM } from "@/app/_edge/form";
import { limitedBody } from "@/app/_edge/limited-body";
import { answerErrors } from "@/app/_edge/route";
import { unsubscribe } from "@/lib/unsubscriptions/link";

type Context = { params: Promise<{ token: string }> };

/** A person who opens the header's address sees the page with the button; nothing changes. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  redirect(`/u/${encodeURIComponent((await params).token)}`);
}

/**
 * One-click unsubscribe (RFC 8058): a form post of `List-Unsubscribe=One-Click` by the mail program,
 * answered without redirect, cookie or login.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const body = await limitedBody(request, LARGEST_FORM);
  if (body === null) return new Response("too large", { status: 413 });
  const type = request.headers.get("content-type") ?? "";
  if (!(await isOneClick(body, type))) return new Response("not one-click", { status: 400 });
  return answerErrors(async () => {
    const { state } = await unsubscribe((await params).token);
    return state === "unknown"
      ? new Response("unknown link", { status: 404 })
      : new Response("unsubscribed", { status: 200 });
  });
}

/** Hears the person also where the program gives the body another type, or ends it with a line break. */
async function isOneClick(body: string, type: string): Promise<boolean> {
  if (/^list-unsubscribe=one-click$/i.test(body.trim())) return true;
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => null);
  return form?.get("List-Unsubscribe") === "One-Click";
}
