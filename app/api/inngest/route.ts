import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { limitedBody } from "@/app/_edge/limited-body";
import { functions } from "@/inngest";
import { env } from "@/lib/env";
import { inngest } from "@/lib/events";

export const maxDuration = 300;

/** In bytes: what a step may give back, and far more than ours do. */
const LARGEST = 4 * 1024 * 1024;

let handlers: ReturnType<typeof serve> | undefined;

/**
 * Hands a request to the SDK. The address that jobs are called at is ours to say: a `PUT` needs no
 * signature, and by its `Host` a stranger could have them sent elsewhere.
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
      /* A body that is no JSON; the SDK reads it before it looks at the signature. */
      if (error instanceof SyntaxError) return new Response(null, { status: 400 });
      throw error;
    }
  };

/** Anybody may ask for a sync; where in our files it failed is nobody's. */
async function withoutStack(answer: Response): Promise<Response> {
  const { message }: { message?: string } = await answer.json();
  return Response.json({ message }, { status: answer.status });
}

/** From its parts: what Next hands over stands for a request, and not every version of Node takes it for one. */
function withBody({ url, method, headers }: NextRequest, body: string): NextRequest {
  return new NextRequest(url, { method, headers, body });
}

export const GET = handle("GET");
export const POST = handle("POST");
export const PUT = handle("PUT");
