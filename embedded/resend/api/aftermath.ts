import type { ServerResponse } from "node:http";
import type { Fault } from "../faults";
import { sendJson } from "../http";
import { ApiError, applicationError, quotaExceeded } from "./errors";

const NEVER_MS = 60_000;

/** Plays a fault instead of carrying a request out. */
export async function refuseWithFault(
  response: ServerResponse,
  fault: Fault,
  headers: Record<string, string>,
): Promise<void> {
  switch (fault.kind) {
    case "timeout":
      return silence(response);
    case "reset":
    case "outage":
      return reset(response);
    case "not_json":
      return page(response, 502, "Bad Gateway");
    case "page":
      return page(response, 403, "Attention Required");
    case "quota":
      return sendJson(response, 429, quotaExceeded().body, { ...headers, "ratelimit-reset": "1" });
    default: {
      const refusal = refusalOf(Number(fault.kind));
      const wait: Record<string, string> = refusal.statusCode === 429 ? { "retry-after": "1" } : {};
      sendJson(response, refusal.statusCode, refusal.body, { ...headers, ...wait });
    }
  }
}

/** Answers a request that was carried out, with a fault in the answer. */
export async function answerWithFault(
  response: ServerResponse,
  fault: Fault,
  body: unknown,
  headers: Record<string, string>,
): Promise<void> {
  switch (fault.kind) {
    case "timeout_after_accept":
      return silence(response);
    case "reset_after_accept":
      return reset(response);
    case "reset_mid_answer":
      return halfAnAnswer(response, body, headers);
    case "500_after_accept":
      return sendJson(response, 500, applicationError().body, headers);
    case "fewer_ids":
      return sendJson(response, 200, withoutLastId(body), headers);
    default:
      await pause(fault.delayMs);
      sendJson(response, 200, body, headers);
  }
}

/** What a gateway in between says: nothing of it is the provider's, its headers neither. */
function page(response: ServerResponse, statusCode: number, words: string): void {
  response.writeHead(statusCode, { "content-type": "text/html" });
  response.end(`<html><body><h1>${statusCode} ${words}</h1></body></html>`);
}

function refusalOf(statusCode: number): ApiError {
  if (statusCode === 401)
    return new ApiError(401, "missing_api_key", "Missing API key in the authorization header.");
  if (statusCode === 403) return new ApiError(403, "invalid_api_key", "API key is invalid.");
  if (statusCode === 409) {
    const message = "Same idempotency key used while original request is still in progress.";
    return new ApiError(409, "concurrent_idempotent_requests", message);
  }
  if (statusCode === 429) return new ApiError(429, "rate_limit_exceeded", "Too many requests.");
  if (statusCode >= 500) return applicationError(statusCode);
  return new ApiError(
    statusCode,
    "validation_error",
    "We found an error with one or more fields in the request.",
  );
}

/** Does not answer until the caller gives up, for a minute at most. */
async function silence(response: ServerResponse): Promise<void> {
  await Promise.race([
    new Promise<void>((resolve) => response.once("close", () => resolve())),
    pause(NEVER_MS),
  ]);
  reset(response);
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function halfAnAnswer(response: ServerResponse, body: unknown, headers: Record<string, string>): void {
  const text = JSON.stringify(body);
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.write(text.slice(0, text.length / 2), () => reset(response));
}

function withoutLastId(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("data" in body) || !Array.isArray(body.data)) return {};
  return { ...body, data: body.data.slice(0, -1) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
