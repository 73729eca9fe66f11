import { Agent, request } from "node:http";
import { isSignedBy, signature } from "./sign";

export type AppRequest = {
  method: "POST" | "PUT";
  url: URL;
  signingKey: string;
  /** Canonical JSON. */
  body: string;
  headers: Record<string, string>;
  /** Milliseconds without an answer after which the call counts as lost. */
  timeout: number;
  signal?: AbortSignal;
};
export type AppAnswer =
  | { reached: false; reason: string }
  | {
      reached: true;
      status: number;
      body: string;
      headers: Record<string, string | undefined>;
      /** Whether the SDK itself answered, having accepted the request's signature. */
      signed: boolean;
    };

const agent = new Agent({ keepAlive: true });

/**
 * Makes one signed call to the app. Not with `fetch`, which gives up after five minutes: a step may take
 * longer. Never throws.
 */
export function callApp(call: AppRequest): Promise<AppAnswer> {
  return new Promise((resolve) => {
    const lost = (error: Error) => resolve({ reached: false, reason: error.message || error.name });
    const sent = request(
      call.url,
      {
        agent,
        method: call.method,
        timeout: call.timeout,
        signal: call.signal,
        headers: {
          ...call.headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(call.body),
          "user-agent": "Inngest",
          "x-inngest-server-kind": "cloud",
          "x-inngest-signature": signature(call.body, call.signingKey, Date.now()),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", lost);
        response.on("end", () => {
          const body = Buffer.concat(chunks).toString("utf8");
          const headers = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          );
          const signed = isSignedBy(call.signingKey, headers["x-inngest-signature"], body);
          resolve({ reached: true, status: response.statusCode ?? 0, body, headers, signed });
        });
        response.on("close", () => lost(new Error("the connection broke")));
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${call.timeout} ms`)));
    sent.on("error", lost);
    sent.end(call.body);
  });
}
