import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { limitedBody } from "@/app/_edge/limited-body";
import { functions } from "@/inngest";
import { env } from "@/lib/env";
import { inngest } from "@/lib/events";

export const maxDuration = 300;

/** Bytes: what a step may return, and far more than ours do. */
const LARGEST = 4 * 1024 * 1024;

let handlers: ReturnType<typeof serve> | undefined;

/**
 * Hands a request to the SDK. The address at which jobs are called is fixed: a `PUT` needs no signature, and
 * by its `Host` header a stranger could otherwise redirect the calls.
 */
const handle =
  (method: "GET" | "POST" | "PUT") =>
  async (request: NextRequest, context: unknown): Promise<Response> => {
    const body = request.body && (await limitedBody(request, LARGEST));
    if (request.body && body === null) return new Response(null, { status: 413 });
    const { INNGEST_SERVE_ORIGIN, APP_URL } = env();
    handlers ??= serve({ client: inngest, functions, serveOrigin: INNGEST_SERVE_ORIGIN ?? APP_URL });
    try {
      const answer = await handlers[method](body === null ? request : withBody(request, body), context);
      return method === "PUT" && answer.status >= 500 ? withoutStack(answer) : answer;
    } catch (error) {
      /* The body is not JSON; the SDK parses it before it checks the signature. */
      if (error instanceof SyntaxError) return new Response(null, { status: 400 });
      throw error;
    }
  };

/** Anybody may ask for a sync, but nobody needs to know where in our files it failed. */
async function withoutStack(answer: Response): Promise<Response> {
  const { message }: { message?: string } = await answer.json();
  return Response.json({ message }, { status: answer.status });
}

/** Built from parts, because not every version of Node accepts Next's request object as a request. */
function withBody({ url, method, headers }: NextRequest, body: string): NextRequest {
  return new NextRequest(url, { method, headers, body });
}

export const GET = handle("GET");
export const POST = handle("POST");
export const PUT = handle("PUT");
