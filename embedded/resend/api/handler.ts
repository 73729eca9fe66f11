import type { IncomingMessage, ServerResponse } from "node:http";
import type postgres from "postgres";
import { type Fault, type Faults, isRefusal } from "../faults";
import { parseJson, readBody, requestUrl, sendJson } from "../http";
import type { RateLimit } from "../ratelimit";
import type { Settings } from "../settings";
import { answerWithFault, refuseWithFault } from "./aftermath";
import { authorize } from "./authorize";
import { listSentEmails, retrieveEmail } from "./emails";
import {
  ApiError,
  applicationError,
  invalid,
  methodNotAllowed,
  noSuchEndpoint,
  tooManyRequests,
} from "./errors";
import type { Sending } from "./send";
import { addSuppression, listSuppressed, removeSuppression, retrieveSuppression } from "./suppressions";

export type Api = {
  sql: postgres.Sql;
  settings: Settings;
  sending: Sending;
  rateLimit: RateLimit;
  faults: Faults;
  log: (line: string) => void;
};

type Call = { method: string; path: string; query: URLSearchParams; raw: Buffer; body: unknown };

/** Answers a call of the API as Resend does: key, rate, then the call itself; and plays ordered faults. */
export async function handleApi(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers: Record<string, string> = {};
  let fault: Fault | undefined;
  let answer: { statusCode: number; body: unknown };
  try {
    const raw = await readBody(request);
    authorize(request.headers.authorization, api.settings.apiKey);
    const admission = api.rateLimit.admit(performance.now());
    Object.assign(headers, admission.headers);
    if (!admission.admitted) throw tooManyRequests(api.settings.rate);
    const { pathname, searchParams } = requestUrl(request);
    const call = {
      method: request.method ?? "GET",
      path: pathname,
      query: searchParams,
      raw,
      body: parseJson(raw),
    };
    fault = api.faults.take({ ...call, receivers: receiversIn(call.body) }, Date.now());
    if (fault && isRefusal(fault)) {
      await refuseWithFault(response, fault, headers);
      return;
    }
    answer = { statusCode: 200, body: await carryOut(api, call, request) };
  } catch (error) {
    if (!(error instanceof ApiError)) api.log(`${request.method} ${request.url}: ${String(error)}`);
    const refusal = error instanceof ApiError ? error : applicationError();
    answer = { statusCode: refusal.statusCode, body: refusal.body };
  }
  if (fault && answer.statusCode === 200) await answerWithFault(response, fault, answer.body, headers);
  else sendJson(response, answer.statusCode, answer.body, headers);
}

function carryOut(api: Api, call: Call, request: IncomingMessage): Promise<unknown> {
  const { method, path, query } = call;
  const announced = api.settings.webhookUrl ? api.settings : undefined;
  if (path === "/emails" || path === "/emails/batch") {
    if (method === "POST") return api.sending.send(sendRequest(call, request));
    if (method === "GET" && path === "/emails") return listSentEmails(api.sql, query);
    throw methodNotAllowed();
  }
  if (path === "/suppressions") {
    if (method === "GET") return listSuppressed(api.sql, query);
    if (method === "POST") return addSuppression(api.sql, call.body, announced);
    throw methodNotAllowed();
  }
  const [, collection, item, ...rest] = path.split("/");
  if (!item || rest.length > 0) throw noSuchEndpoint();
  if (collection === "emails") {
    if (method === "GET") return retrieveEmail(api.sql, item);
    throw methodNotAllowed();
  }
  if (collection === "suppressions") {
    const idOrEmail = decode(item);
    if (method === "GET") return retrieveSuppression(api.sql, idOrEmail);
    if (method === "DELETE") return removeSuppression(api.sql, idOrEmail, announced);
    throw methodNotAllowed();
  }
  throw noSuchEndpoint();
}

function sendRequest(call: Call, request: IncomingMessage) {
  if (call.body === undefined) throw invalid("The request body is not valid JSON.");
  const key = request.headers["idempotency-key"];
  return {
    path: call.path,
    raw: call.raw,
    body: call.body,
    idempotencyKey: Array.isArray(key) ? key.join() : key,
    permissive: request.headers["x-batch-validation"] === "permissive",
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw noSuchEndpoint();
  }
}

/** The receivers that a body names, for finding the fault that is meant for it. */
function receiversIn(body: unknown): string[] {
  return (Array.isArray(body) ? body : [body]).flatMap((mail: unknown) => {
    if (typeof mail !== "object" || mail === null || !("to" in mail)) return [];
    return [mail.to].flat().filter((entry): entry is string => typeof entry === "string");
  });
}
