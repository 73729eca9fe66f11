import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../../support/database";
import { API_KEY, mailTo, startResend } from "../../support/resend-server";

let database: TestDatabase;
let server: Awaited<ReturnType<typeof startResend>>;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  server = await startResend(database.ownerUrl);
});

afterAll(async () => {
  await server.stop();
  await database.close();
});

describe("one mail", () => {
  test("is accepted and can be looked up with all that it has", async () => {
    const sent = await server.resend.emails.send({
      ...mailTo("anna@example.fi"),
      cc: ["bo@example.fi"],
      replyTo: "kansli@example.fi",
      headers: { "X-Anything": "yes" },
      tags: [{ name: "attempt", value: "a-1" }],
    });
    const { data } = await server.resend.emails.get(sent.data?.id ?? "");
    expect(data).toMatchObject({
      object: "email",
      id: sent.data?.id,
      from: "Byns förening via Brevduva <utskick@brevduva.test>",
      to: ["anna@example.fi"],
      cc: ["bo@example.fi"],
      bcc: null,
      reply_to: ["kansli@example.fi"],
      subject: "Höstmötet",
      html: "<p>Hej!</p>",
      text: "Hej!",
      headers: { "X-Anything": "yes" },
      tags: [{ name: "attempt", value: "a-1" }],
      scheduled_at: null,
    });
    expect(Date.parse(data?.created_at ?? "")).toBeGreaterThan(Date.now() - 60_000);
    await expect
      .poll(async () => (await server.resend.emails.get(sent.data?.id ?? "")).data?.last_event)
      .toBe("delivered");
  });

  test.each([
    ["no sender", { from: "" }, "missing_required_field", "`from`"],
    ["no receiver", { to: [] }, "missing_required_field", "`to`"],
    ["no subject", { subject: "" }, "missing_required_field", "`subject`"],
    ["no body", { html: "", text: "" }, "missing_required_field", "`html` or `text`"],
    ["a malformed sender", { from: "brevduva" }, "invalid_from_address", "`from`"],
    ["a malformed receiver", { to: "anna@exempel" }, "validation_error", "`to`"],
    ["letters outside ASCII in an address", { to: "åsa@example.fi" }, "validation_error", "`to`"],
    [
      "51 receivers",
      { to: Array.from({ length: 51 }, (_, i) => `m${i}@example.fi`) },
      "validation_error",
      "at most 50",
    ],
    ["a line break in the subject", { subject: "Hej\r\nBcc: x@example.fi" }, "validation_error", "`subject`"],
    ["half a character in the subject", { subject: "Hej \ud83d" }, "validation_error", "`subject`"],
    ["half a character in a name", { from: "Hej \ud83d <a@example.fi>" }, "invalid_from_address", "`from`"],
    ["a blank in a header's name", { headers: { "X A": "a" } }, "validation_error", "`headers`"],
    ["a line break in a header", { headers: { "X-A": "a\nb" } }, "validation_error", "`headers`"],
    ["a tag with a blank", { tags: [{ name: "a", value: "b c" }] }, "validation_error", "Tags"],
    ["a blank in a tag's name", { tags: [{ name: "a b", value: "c" }] }, "validation_error", "Tags"],
    ["a time to come", { scheduledAt: "in 1 hour" }, "validation_error", "`scheduled_at`"],
    ["a tag of 257 letters", { tags: [{ name: "a", value: "b".repeat(257) }] }, "validation_error", "Tags"],
  ])("with %s is refused", async (_, change, name, message) => {
    const { data, error } = await server.resend.emails.send({ ...mailTo("anna@example.fi"), ...change });
    expect(data).toBeNull();
    expect(error).toMatchObject({ statusCode: 422, name });
    expect(error?.message).toContain(message);
  });

  test.each([
    ["text alone", { html: undefined }],
    ["HTML alone", { text: undefined }],
    ["an attachment", { attachments: [{ filename: "a.txt", content: "aGVq" }] }],
  ])("with %s is accepted", async (_, change) => {
    const answer = await post("/emails", JSON.stringify({ ...mailTo("anna@example.fi"), ...change }));
    expect(answer.status).toBe(200);
  });

  test("goes once to an address that it names twice", async () => {
    await server.resend.emails.send({ ...mailTo("dubbel@example.fi"), cc: "Dubbel@Example.fi" });
    expect(await outbox("/_outbox/count?to=dubbel@example.fi")).toMatchObject({ total: 1 });
  });
});

describe("a batch", () => {
  test("of 100 is answered with ids in the order sent", async () => {
    const mails = Array.from({ length: 100 }, (_, i) => mailTo(`member${i}@example.fi`, `Nummer ${i}`));
    const { data } = await server.resend.batch.send(mails);
    expect(data?.data).toHaveLength(100);
    const found = await server.resend.emails.get(data?.data[57]?.id ?? "");
    expect(found.data).toMatchObject({
      subject: "Nummer 57",
      to: ["member57@example.fi"],
      html: "<p>Hej!</p>",
    });
  });

  test("with one bad mail fails as a whole and names it", async () => {
    const mails = [
      mailTo("ok1@example.fi", "Helt fel"),
      mailTo("fel", "Helt fel"),
      mailTo("ok2@example.fi", "Helt fel"),
    ];
    const { data, error } = await server.resend.batch.send(mails);
    expect(data).toBeNull();
    expect(error).toMatchObject({ statusCode: 422, name: "validation_error" });
    expect(error?.message).toContain("index 1");
    expect(await outbox("/_outbox?subject=Helt%20fel")).toMatchObject({ emails: [] });
  });

  test("in permissive mode sends the good ones and lists the bad", async () => {
    const mails = [mailTo("ok1@example.fi"), mailTo("fel"), mailTo("ok2@example.fi")];
    const { data } = await server.resend.batch.send(mails, { batchValidation: "permissive" });
    expect(data?.data).toHaveLength(2);
    expect(data?.errors).toMatchObject([{ index: 1 }]);
  });

  test.each([
    ["101 mails", Array.from({ length: 101 }, (_, i) => mailTo(`m${i}@example.fi`)), "at most 100"],
    ["no mails", [], "at least one"],
  ])("of %s is refused", async (_, mails, message) => {
    const { error } = await server.resend.batch.send(mails);
    expect(error).toMatchObject({ statusCode: 422 });
    expect(error?.message).toContain(message);
  });

  test("takes no attachments", async () => {
    const attachments = [{ filename: "a.txt", content: "aGVq" }];
    const answer = await post(
      "/emails/batch",
      JSON.stringify([{ ...mailTo("anna@example.fi"), attachments }]),
    );
    expect(answer.status).toBe(422);
  });
});

describe("the list", () => {
  test("is paged, newest first, without bodies and tags", async () => {
    const subjects = Array.from({ length: 5 }, (_, i) => `Sida ${i}`);
    for (const subject of subjects) await server.resend.emails.send(mailTo("lista@example.fi", subject));
    const first = await server.resend.emails.list({ limit: 2 });
    expect(first.data).toMatchObject({ object: "list", has_more: true });
    expect(first.data?.data.map((mail) => mail.subject)).toEqual(["Sida 4", "Sida 3"]);
    expect(first.data?.data[0]).not.toHaveProperty("html");
    expect(first.data?.data[0]).not.toHaveProperty("tags");
    const second = await server.resend.emails.list({ limit: 2, after: first.data?.data[1]?.id ?? "" });
    expect(second.data?.data.map((mail) => mail.subject)).toEqual(["Sida 2", "Sida 1"]);
    const back = await server.resend.emails.list({ limit: 2, before: second.data?.data[0]?.id ?? "" });
    expect(back.data).toMatchObject({ has_more: false });
    expect(back.data?.data.map((mail) => mail.subject)).toEqual(["Sida 4", "Sida 3"]);
  });

  test.each([["limit=0"], ["limit=101"], ["after=x"], ["after=0c5f8a56-1111-4111-8111-111111111111"]])(
    "refuses %s",
    async (query) => {
      for (const path of ["/emails", "/suppressions"]) {
        const answer = await fetch(`${server.url}${path}?${query}`, {
          headers: { authorization: `Bearer ${API_KEY}` },
        });
        expect(answer.status).toBe(422);
      }
    },
  );
});

describe("what is not a call of the API", () => {
  test.each([
    ["a missing key", "/emails", { method: "GET", headers: {} }, 401, "missing_api_key"],
    [
      "a wrong key",
      "/emails",
      { method: "GET", headers: { authorization: "Bearer re_no" } },
      403,
      "invalid_api_key",
    ],
    ["a wrong method", "/emails", { method: "PUT" }, 405, "method_not_allowed"],
    ["a wrong path", "/nothing", { method: "GET" }, 404, "not_found"],
    ["an id that is none", "/emails/xyz", { method: "GET" }, 422, "invalid_parameter"],
    ["an unknown mail", "/emails/0c5f8a56-1111-4111-8111-111111111111", { method: "GET" }, 404, "not_found"],
    ["a body that is not JSON", "/emails", { method: "POST", body: "{" }, 422, "validation_error"],
    ["a batch that is no list", "/emails/batch", { method: "POST", body: "{}" }, 422, "validation_error"],
    ["a list of batches", "/emails/batch", { method: "GET" }, 405, "method_not_allowed"],
    ["a path below a mail", "/emails/xyz/cancel", { method: "GET" }, 404, "not_found"],
    [
      "an address that is none",
      "/suppressions",
      { method: "POST", body: '{"email":"x"}' },
      422,
      "validation_error",
    ],
    ["an origin that is none", "/suppressions?origin=x", { method: "GET" }, 422, "validation_error"],
  ])("%s is refused in Resend's form", async (_, path, init, statusCode, name) => {
    const answer = await fetch(server.url + path, {
      headers: { authorization: `Bearer ${API_KEY}` },
      ...init,
    });
    expect(answer.status).toBe(statusCode);
    expect(await answer.json()).toMatchObject({ statusCode, name, message: expect.any(String) });
  });

  test("health", async () => {
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});

test("the JSON outbox counts mails by receiver and by tag", async () => {
  const tagged = (to: string, value: string) => ({
    ...mailTo(to, "Räkna"),
    tags: [{ name: "attempt", value }],
  });
  await server.resend.batch.send([tagged("ett@example.fi", "1"), tagged("tva@example.fi", "2")]);
  await server.resend.batch.send([tagged("ett@example.fi", "3")]);
  expect(await outbox("/_outbox/count?subject=R%C3%A4kna&min=2")).toEqual({
    total: 3,
    distinct: 2,
    groups: { "ett@example.fi": 2 },
  });
  expect(await outbox("/_outbox/count?by=tag:attempt&subject=R%C3%A4kna")).toMatchObject({
    total: 3,
    distinct: 3,
  });
  expect(await outbox("/_outbox?to=ett@example.fi")).toMatchObject({
    emails: [
      { to: ["ett@example.fi"], tags: { attempt: "1" }, html: "<p>Hej!</p>", text: "Hej!", headers: {} },
      { tags: { attempt: "3" } },
    ],
    next: null,
  });
});

async function outbox(path: string): Promise<unknown> {
  return (await fetch(server.url + path)).json();
}

function post(path: string, body: string): Promise<Response> {
  return fetch(server.url + path, { method: "POST", headers: { authorization: `Bearer ${API_KEY}` }, body });
}
