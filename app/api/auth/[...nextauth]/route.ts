import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { answerErrors } from "@/app/_edge/route";
import { authOptions } from "@/lib/auth/options";
import type { TooMany } from "@/lib/errors";

type Context = { params: Promise<{ nextauth: string[] }> };

const handle = (request: NextRequest, context: Context): Promise<Response> =>
  answerErrors(async () => {
    const refused: { error?: TooMany } = {};
    const answer: Response = await NextAuth(request, context, authOptions(refused));
    if (refused.error) throw refused.error;
    return answer;
  });

export { handle as GET, handle as POST };
