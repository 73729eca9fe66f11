import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError, invalid, methodNotAllowed, noSuchEndpoint } from "../api/errors";
import type { Api } from "../api/handler";
import { isUuid } from "../api/query";
import { faultOrder } from "../faults";
import { isSameSite, parseJson, readBody, requestUrl, sendJson } from "../http";
import { play } from "./actions";
import { html, page } from "./html";
import { outboxCounts, outboxMails } from "./json";
import { listPage } from "./list";
import { mailPage } from "./mail";
import { isAction } from "./words";

const STYLES = readFileSync(new URL("./outbox.css", import.meta.url));
const SCRIPT = readFileSync(new URL("./live.js", import.meta.url));

const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  // The sandboxed frame of the mail inherits this policy: only its own styles and pictures are allowed.
  "content-security-policy":
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src data: http: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

const OUTBOX_PATH = /^\/(?:$|mail\/|outbox\.css$|outbox\.js$|_outbox(?:\/count)?$|_faults$)/;

/** Whether a path belongs to the outbox (and not to Resend's API). */
export function isOutboxPath(path: string): boolean {
  return OUTBOX_PATH.test(path);
}

/** Answers the outbox: pages for a person, JSON for tests, orders for faults. */
export async function handleOutbox(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isSameSite(request))
      throw new ApiError(403, "invalid_access", "The outbox is for this machine's own pages.");
    await answer(api, request, response);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sendJson(response, error.statusCode, error.body);
  }
}

async function answer(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = requestUrl(request);
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (pathname === "/_faults") return answerFaults(api, request, response);
  const [, , id = "", action = ""] = pathname.split("/");
  if (pathname.startsWith("/mail/") && !isUuid(id)) throw noSuchEndpoint();
  if (method === "POST" && pathname.startsWith("/mail/") && isAction(action)) {
    const webhooks = api.settings.webhookUrl ? api.settings : undefined;
    if (!(await play(api.sql, id, action, webhooks))) throw noSuchEndpoint();
    response.writeHead(303, { location: `/mail/${id}?done=${action}` }).end();
    return;
  }
  if (method !== "GET") throw methodNotAllowed();
  if (pathname === "/outbox.css") return sendFile(response, "text/css", STYLES);
  if (pathname === "/outbox.js") return sendFile(response, "text/javascript", SCRIPT);
  if (pathname === "/_outbox") return sendJson(response, 200, await outboxMails(api.sql, searchParams));
  if (pathname === "/_outbox/count")
    return sendJson(response, 200, await outboxCounts(api.sql, searchParams));
  if (pathname === "/") return sendPage(response, 200, await listPage(api.sql, searchParams));
  const mail = action === "" ? await mailPage(api.sql, id, searchParams.get("done") ?? "") : undefined;
  if (mail) return sendPage(response, 200, mail);
  sendPage(
    response,
    404,
    page("Finns inte", html`<h1>Meddelandet finns inte</h1><p><a href="/">All e-post</a></p>`),
  );
}

async function answerFaults(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST") {
    const order = faultOrder.safeParse(parseJson(await readBody(request)));
    if (!order.success) throw invalid(order.error.issues[0]?.message ?? "The fault is malformed.");
    api.faults.order(order.data, Date.now());
  } else if (request.method === "DELETE") {
    api.faults.clear();
  } else if (request.method !== "GET") {
    throw methodNotAllowed();
  }
  sendJson(response, 200, { faults: api.faults.waiting(Date.now()) });
}

function sendPage(response: ServerResponse, statusCode: number, markup: string): void {
  response.writeHead(statusCode, PAGE_HEADERS).end(markup);
}

function sendFile(response: ServerResponse, type: string, content: Buffer): void {
  response
    .writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" })
    .end(content);
}
