import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { answerErrors } from "@/app/_edge/route";
import { authOptions } from "@/lib/auth/options";
import type { TooMany } from "@/lib/errors";

type Context = { params: Promise<{ nextauth: string[] }> };

/** What is sent that next-auth cannot read, or would break at, is refused before. */
function refusalOf({ method, headers }: NextRequest, [action]: string[]): number | null {
  if (method === "GET") return action === "callback" ? 405 : null;
  return headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ? null : 415;
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
