import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { functions } from "@/inngest";
import { env } from "@/lib/env";
import { inngest } from "@/lib/events";

export const maxDuration = 300;

let handlers: ReturnType<typeof serve> | undefined;

/**
 * Hands a request to the SDK. The address that jobs are called at is ours to say: a `PUT` needs no
 * signature, and by its `Host` a stranger could have them sent elsewhere.
 */
const handle =
  (method: "GET" | "POST" | "PUT") =>
  async (request: NextRequest, context: unknown): Promise<Response> => {
    const { INNGEST_SERVE_ORIGIN, APP_URL } = env();
    handlers ??= serve({ client: inngest, functions, serveOrigin: INNGEST_SERVE_ORIGIN ?? APP_URL });
    try {
      return await handlers[method](request, context);
    } catch (error) {
      /* A body that is no JSON; the SDK reads it before it looks at the signature. */
      if (error instanceof SyntaxError) return new Response(null, { status: 400 });
      throw error;
    }
  };

export const GET = handle("GET");
export const POST = handle("POST");
export const PUT = handle("PUT");
