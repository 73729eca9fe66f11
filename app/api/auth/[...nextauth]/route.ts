import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { isTooLarge } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { authOptions } from "@/lib/auth/options";
import type { TooMany } from "@/lib/errors";

type Context = { params: Promise<{ nextauth: string[] }> };

/** The parts of next-auth that are used here; its own pages and its log of client errors are not. */
const ACTIONS: Record<string, string[]> = {
  GET: ["csrf", "providers", "session"],
  POST: ["callback", "session", "signout"],
};

function isWebAddress(text: string): boolean {
  return text.startsWith("/") || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol));
}

/** Refuses requests that next-auth cannot read or would fail on. */
function refusalOf({ method, headers, nextUrl }: NextRequest, [action = ""]: string[]): number | null {
  const leadsTo = nextUrl.searchParams.get("callbackUrl");
  if (leadsTo && !isWebAddress(leadsTo)) return 400;
  if (method === "POST") {
    if (isTooLarge(headers)) return 413;
    if (!headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return 415;
  }
  if (ACTIONS[method]?.includes(action)) return null;
  return Object.values(ACTIONS).flat().includes(action) ? 405 : 404;
}

const handle = (request: NextRequest, context: Context): Promise<Response> =>
  answerErrors(async () => {
    const refusal = refusalOf(request, (await context.params).nextauth);
    if (refusal) return new Response(null, { status: refusal });
    const refused: { error?: TooMany } = {};
    const answer: Response = await NextAuth(request, context, authOptions(refused));
    if (refused.error) throw refused.error;
    return answer;
  });

export { handle as GET, handle as POST };
