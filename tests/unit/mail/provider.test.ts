import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { batchBody, bodyHash } from "@/lib/mail/batch-body";
import { providerMail } from "@/lib/mail/envelope";
import {
  listSent,
  lookUp,
  type ProviderAccount,
  type ProviderMail,
  sendBatch,
  sendOne,
} from "@/lib/mail/provider";
import { wireMail } from "@/lib/mail/wire";

type Call = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

const attempt = "0b9f2d0e-4c1f-4f7e-9a55-3f3b6d1f0a11";
const calls: Call[] = [];
let answer: (response: ServerResponse) => void;
let server: Server;
let account: ProviderAccount;
/** For answers that do not come. */
let impatient: ProviderAccount;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      calls.push({ method, path, headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  account = { apiKey: "re_test", baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 30_000 };
  impatient = { ...account, timeoutMs: 1000 };
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  calls.length = 0;
});

function answering(status: number, body: unknown, headers: Record<string, string> = {}): void {
  answer = (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

function mailTo(to: string): ProviderMail {
  return providerMail(
    {
      to,
      officeName: "Byns ungdomsförening",
      replyTo: "styrelsen@byn.example",
      attemptId: attempt,
      oneClickUrl: "https://brevduva.example/api/unsubscribe/token",
    },
    { subject: "Hej\r\nBcc: x", html: "<p>Å</p>", text: "Å" },
    "post@brevduva.example",
  );
}

const mails = [mailTo("a@x.fi"), mailTo("b@x.fi")];
const key = { idempotencyKey: "batch-1" };

describe("a batch", () => {
  test("is posted once, with its key, as exactly the bytes that were hashed", async () => {
    answering(200, { data: [{ id: "1" }, { id: "2" }] });
    expect(await sendBatch(batchBody(mails.map(wireMail)), key, account)).toEqual({
      kind: "accepted",
      ids: ["1", "2"],
    });
    const [call] = calls;
    expect(calls).toHaveLength(1);
    expect(call).toMatchObject({ method: "POST", path: "/emails/batch" });
    expect(call?.headers).toMatchObject({
      authorization: "Bearer re_test",
      "idempotency-key": "batch-1",
      "x-batch-validation": "strict",
    });
    expect(
      createHash("sha256")
        .update(call?.body ?? "")
        .digest(),
    ).toEqual(bodyHash(batchBody(mails.map(wireMail))));
    expect(JSON.parse(call?.body ?? "")[0]).toEqual({
      from: "Byns ungdomsförening via Brevduva <post@brevduva.example>",
      to: ["a@x.fi"],
      reply_to: "styrelsen@byn.example",
      subject: "Hej Bcc: x",
      html: "<p>Å</p>",
      text: "Å",
      headers: {
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "List-Unsubscribe": "<https://brevduva.example/api/unsubscribe/token>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
      tags: [{ name: "attempt", value: attempt }],
    });
  });

  test("has the same hash however its members are ordered, and another for another mail", () => {
    const turned = mails.map((mail) => Object.fromEntries(Object.entries(mail).reverse()) as ProviderMail);
    expect(bodyHash(batchBody(turned.map(wireMail)))).toEqual(bodyHash(batchBody(mails.map(wireMail))));
    expect(bodyHash(batchBody([...mails].reverse().map(wireMail)))).not.toEqual(
      bodyHash(batchBody(mails.map(wireMail))),
    );
  });

  test.each<[number, unknown, Record<string, string>, unknown]>([
    [
      429,
      { name: "rate_limit_exceeded" },
      { "retry-after": "2" },
      { kind: "retry", why: "rate_limited", after: 2 },
    ],
    [
      429,
      { name: "rate_limit_exceeded" },
      { "ratelimit-reset": "1" },
      { kind: "retry", why: "rate_limited", after: 1 },
    ],
    [429, {}, { "ratelimit-reset": "1764235200" }, { kind: "retry", why: "rate_limited", after: 86_400 }],
    [429, { name: "daily_quota_exceeded" }, {}, { kind: "retry", why: "quota" }],
    [429, { name: "monthly_quota_exceeded" }, {}, { kind: "retry", why: "quota" }],
    [409, { name: "concurrent_idempotent_requests" }, {}, { kind: "retry", why: "concurrent" }],
    [409, { name: "invalid_idempotent_request" }, {}, { kind: "key_conflict" }],
    [500, { name: "internal_server_error" }, {}, { kind: "retry", why: "unavailable" }],
    [
      503,
      { name: "service_unavailable" },
      { "retry-after": "30" },
      { kind: "retry", why: "unavailable", after: 30 },
    ],
    [408, {}, {}, { kind: "retry", why: "no_answer" }],
    [
      422,
      { name: "validation_error", message: "no" },
      {},
      { kind: "refused", status: 422, name: "validation_error", message: "no", oneOfMany: true },
    ],
    [422, { message: `\0 no\ud83d${"🙂".repeat(300)}` }, {}, { message: `no ${"🙂".repeat(297)}` }],
    [400, { name: "validation_error", message: "no" }, {}, { kind: "refused", status: 400, oneOfMany: true }],
    [401, { name: "missing_api_key", message: "no" }, {}, { kind: "refused", status: 401, oneOfMany: false }],
    [403, { name: "invalid_api_key", message: "no" }, {}, { kind: "refused", status: 403, oneOfMany: false }],
    [404, { name: "not_found", message: "no" }, {}, { kind: "refused", status: 404, oneOfMany: false }],
    [413, { name: "validation_error" }, {}, { kind: "refused", status: 413, oneOfMany: true }],
  ])("answered with %i %j", async (status, body, headers, outcome) => {
    answering(status, { statusCode: status, message: "", ...(body as object) }, headers);
    expect(await sendBatch(batchBody(mails.map(wireMail)), key, account)).toMatchObject(outcome as object);
    expect(calls).toHaveLength(1);
  });

  test.each<[number, object]>([
    [502, { kind: "retry", why: "unavailable" }],
    [403, { kind: "retry", why: "unavailable" }],
    [404, { kind: "retry", why: "unavailable" }],
    [429, { kind: "retry", why: "rate_limited" }],
    [413, { kind: "refused", status: 413, oneOfMany: true }],
  ])("a gateway's page of HTML is no word of the provider's: %i", async (status, outcome) => {
    answering(status, "<html>Attention required!</html>");
    expect(await sendBatch(batchBody(mails.map(wireMail)), key, account)).toMatchObject(outcome);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["silence", () => {}],
    ["a reset", (response) => response.socket?.resetAndDestroy()],
    [
      "half an answer",
      (response) => void response.writeHead(200, { "content-length": "99" }).write('{"data":[{"id'),
    ],
    ["an answer that ends early", (response) => void response.writeHead(200).end('{"data":[{"id')],
    ["fewer ids than mails", (response) => void response.writeHead(200).end('{"data":[{"id":"1"}]}')],
    [
      "more ids than mails",
      (response) =>
        void response.writeHead(200).end('{"data":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"}]}'),
    ],
    ["another shape", (response) => void response.writeHead(200).end('{"ok":true}')],
    ["null", (response) => void response.writeHead(200).end("null")],
    ["an error without a status", (response) => void response.writeHead(400).end('{"message":"?"}')],
    ["an error in one word", (response) => void response.writeHead(403).end('"Forbidden"')],
    ["a list of errors", (response) => void response.writeHead(422).end('[{"message":"?"}]')],
  ])("%s is no answer: the mails may have gone out", async (_, reply) => {
    answer = reply;
    expect(await sendBatch(batchBody(mails.map(wireMail)), key, impatient)).toEqual({
      kind: "retry",
      why: "no_answer",
    });
    expect(calls).toHaveLength(1);
  });

  test("a redirect is no answer, and leads nowhere", async () => {
    answering(307, {}, { location: `${account.baseUrl}/elsewhere` });
    expect(await sendBatch(batchBody(mails.map(wireMail)), key, account)).toEqual({
      kind: "retry",
      why: "no_answer",
    });
    expect(calls.map(({ path }) => path)).toEqual(["/emails/batch"]);
  });

  test("says how long it is and goes out whole, however long; once accepted, its room is free", async () => {
    const length = 16 * 1024 * 1024;
    const body = batchBody([{ json: ["a".repeat(length)] }]);
    answering(200, { data: [{ id: "1" }] });
    expect(await sendBatch(body, key, account)).toEqual({ kind: "accepted", ids: ["1"] });
    const [call] = calls;
    expect(call?.headers).toMatchObject({ "content-length": String(length + 2) });
    expect(call?.headers).not.toHaveProperty("transfer-encoding");
    expect(call?.body === `[${"a".repeat(length)}]`).toBe(true);
    expect(body.bytes).toHaveLength(0);
  });

  test("that was not accepted keeps its room: it may still be on its way", async () => {
    const body = batchBody(mails.map(wireMail));
    const written = body.bytes.toString();
    answer = () => {};
    expect(await sendBatch(body, key, impatient)).toMatchObject({ kind: "retry" });
    answering(200, { data: [{ id: "1" }] });
    expect(await sendBatch(body, key, account)).toMatchObject({ kind: "retry" });
    answering(422, { statusCode: 422, name: "validation_error", message: "no" });
    expect(await sendBatch(body, key, account)).toMatchObject({ kind: "refused" });
    batchBody([{ json: ["b".repeat(written.length * 2)] }]);
    expect(body.bytes.toString()).toBe(written);
  });

  test("nobody there is no answer", async () => {
    const nowhere = { ...account, baseUrl: "http://127.0.0.1:9" };
    expect(await sendBatch(batchBody(mails.map(wireMail)), key, nowhere)).toEqual({
      kind: "retry",
      why: "no_answer",
    });
  });
});

test("one mail", async () => {
  answering(200, { id: "7" });
  expect(await sendOne(mailTo("a@x.fi"), key, account)).toEqual({ kind: "accepted", ids: ["7"] });
  expect(calls[0]).toMatchObject({ path: "/emails", headers: { "idempotency-key": "batch-1" } });
  answering(200, {});
  expect(await sendOne(mailTo("a@x.fi"), key, account)).toEqual({ kind: "retry", why: "no_answer" });
});

describe("asking", () => {
  const stored = {
    id: "7",
    to: ["a@x.fi"],
    subject: "Hej",
    created_at: "2026-11-20T08:15:30Z",
    last_event: "delivered",
  };
  const mail = {
    id: "7",
    to: ["a@x.fi"],
    subject: "Hej",
    createdAt: new Date("2026-11-20T08:15:30Z"),
    lastEvent: "delivered",
    attemptId: null,
  };

  test("for one mail", async () => {
    answering(200, { ...stored, tags: [{ name: "attempt", value: attempt }] });
    expect(await lookUp("7", account)).toEqual({ kind: "found", mail: { ...mail, attemptId: attempt } });
    expect(calls[0]).toMatchObject({ method: "GET", path: "/emails/7" });
    answering(404, { statusCode: 404, name: "not_found", message: "" });
    expect(await lookUp("../7", account)).toEqual({ kind: "missing" });
    expect(calls[1]?.path).toBe("/emails/..%2F7");
    answering(500, { statusCode: 500, name: "x", message: "" });
    expect(await lookUp("7", account)).toMatchObject({ kind: "retry" });
  });

  test("for a page of mails", async () => {
    answering(200, { object: "list", has_more: true, data: [stored] });
    const page = await listSent({ limit: 100, after: "6" }, account);
    expect(page).toEqual({ kind: "page", mails: [mail], hasMore: true });
    expect(calls[0]?.path).toBe("/emails?limit=100&after=6");
    const odd = [{ id: "8", to: null }, { id: "9" }, { ...stored, to: "a@x.fi" }];
    answering(200, { object: "list", has_more: false, data: odd });
    expect(await listSent({ limit: 3 }, account)).toMatchObject({
      mails: [
        { id: "8", to: [] },
        { id: "9", to: [] },
        { id: "7", to: ["a@x.fi"] },
      ],
    });
    answering(200, "nonsense");
    expect(await listSent({ limit: 1 }, account)).toEqual({ kind: "retry", why: "no_answer" });
  });
});
