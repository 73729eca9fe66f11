import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "./api/errors";

const MAX_BODY = 64 * 1024 * 1024;

/**
 * The body of a request.
 *
 * @throws ApiError 413 when it is larger than 64 MB
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw new ApiError(413, "validation_error", "The request body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body as JSON; undefined when it is none. */
export function parseJson(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return undefined;
  }
}

export function sendJson(
  response: ServerResponse,
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(statusCode, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** The address that a request asks for, with path and query; the host is of no matter. */
export function requestUrl(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? "/", "http://localhost");
  } catch {
    throw new ApiError(400, "validation_error", "The request's address is malformed.");
  }
}

/**
 * Whether a request for the outbox comes from this machine's own pages or programs. A page of another
 * site that a browser has open says so in `Origin` or `Sec-Fetch-Site`; a name that another site made
 * point here is not loopback.
 */
export function isSameSite(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (!isLoopback(hostName(host ?? ""))) return false;
  const changes = request.method !== "GET" && request.method !== "HEAD";
  if (changes && site !== undefined && site !== "same-origin" && site !== "none") return false;
  return !changes || origin === undefined || origin === `http://${host}`;
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, "");
}

/** Whether a host name means this machine. */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    /^127(?:\.\d{1,3}){3}$/.test(host) ||
    host === "[::1]"
  );
}
