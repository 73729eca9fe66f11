import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../../support/database";
import { API_KEY, mailTo, startResend } from "../../support/resend-server";

let database: TestDatabase;
let server: Awaited<ReturnType<typeof startResend>>;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  server = await startResend(database.ownerUrl);
});

afterEach(() => fetch(`${server.url}/_faults`, { method: "DELETE" }));

afterAll(async () => {
  await server.stop();
  await database.close();
});

async function order(fault: unknown): Promise<void> {
  const answer = await fetch(`${server.url}/_faults`, { method: "POST", body: JSON.stringify(fault) });
  expect(answer.status).toBe(200);
}

async function mailsTo(address: string): Promise<number> {
  const answer = await fetch(`${server.url}/_outbox/count?to=${encodeURIComponent(address)}`);
  const { total }: { total: number } = await answer.json();
  return total;
}

describe("faults that accept nothing", () => {
  test.each([
    ["400", 400],
    ["403", 403],
    ["429", 429],
    ["500", 500],
    ["503", 503],
    ["not_json", 502],
    ["page", 403],
    ["quota", 429],
    ["reset", null],
  ])("%s", async (kind, statusCode) => {
    const address = `${kind.replace("_", "-")}@example.fi`;
    await order({ kind, count: 2 });
    for (let call = 0; call < 2; call++) {
      const { data, error } = await server.resend.batch.send([mailTo(address)]);
      expect(data).toBeNull();
      expect(error).toMatchObject({ statusCode });
    }
    expect(await mailsTo(address)).toBe(0);
    expect((await server.resend.batch.send([mailTo(address)])).error).toBeNull();
  });
});

test.each([
  ["401", "missing_api_key", undefined],
  ["403", "invalid_api_key", undefined],
  ["409", "concurrent_idempotent_requests", undefined],
  ["422", "validation_error", undefined],
  ["429", "rate_limit_exceeded", "1"],
  ["503", "application_error", undefined],
])("%s comes as %s", async (kind, name, wait) => {
  await order({ kind });
  const { error, headers } = await server.resend.emails.list();
  expect(error).toMatchObject({ statusCode: Number(kind), name });
  expect(headers?.["retry-after"]).toBe(wait);
});

test("a used-up quota comes with when the second is over, and with no other time", async () => {
  await order({ kind: "quota" });
  const { error, headers } = await server.resend.emails.list();
  expect(error).toMatchObject({ statusCode: 429, name: "daily_quota_exceeded" });
  expect(headers?.["ratelimit-reset"]).toBe("1");
  expect(headers?.["retry-after"]).toBeUndefined();
});

test("of several faults the first that was ordered comes first", async () => {
  await order({ kind: "500", match: { path: "/emails" } });
  await order({ kind: "503" });
  const status = async () => (await server.resend.emails.send(mailTo("anna@example.fi"))).error?.statusCode;
  expect([await status(), await status(), await status()]).toEqual([500, 503, undefined]);
});

describe("faults after accepting: the same key gets the ids, and one mail is sent", () => {
  test.each([["reset_after_accept"], ["reset_mid_answer"], ["500_after_accept"]])("%s", async (kind) => {
    const address = `${kind.replaceAll("_", "-")}@example.fi`;
    await order({ kind });
    const lost = await server.resend.batch.send([mailTo(address)], { idempotencyKey: kind });
    expect(lost.error).not.toBeNull();
    const found = await server.resend.batch.send([mailTo(address)], { idempotencyKey: kind });
    expect(found.data?.data).toHaveLength(1);
    expect(await mailsTo(address)).toBe(1);
  });

  test("timeout_after_accept: the caller has to give up", async () => {
    await order({ kind: "timeout_after_accept" });
    const patience = new AbortController();
    const call = fetch(`${server.url}/emails`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify(mailTo("never@example.fi")),
      signal: patience.signal,
    });
    await expect.poll(() => mailsTo("never@example.fi")).toBe(1);
    patience.abort();
    await expect(call).rejects.toThrow();
  });

  test("fewer_ids: all are sent, one id is missing", async () => {
    await order({ kind: "fewer_ids" });
    const { data } = await server.resend.batch.send([mailTo("a@example.fi"), mailTo("b@example.fi")]);
    expect(data?.data).toHaveLength(1);
    expect(await mailsTo("b@example.fi")).toBe(1);
  });

  test("what is refused anyway is refused as ever", async () => {
    await order({ kind: "500_after_accept" });
    expect((await server.resend.emails.send(mailTo("fel"))).error).toMatchObject({ statusCode: 422 });
  });

  test("slow: the answer takes its time", async () => {
    await order({ kind: "slow", delayMs: 300 });
    const started = performance.now();
    expect((await server.resend.emails.send(mailTo("slow@example.fi"))).error).toBeNull();
    expect(performance.now() - started).toBeGreaterThan(290);
  });
});

test("a fault strikes only the calls that it is meant for", async () => {
  await order({ kind: "500", match: { path: "/emails", method: "post", to: "anna@" } });
  expect((await server.resend.emails.list()).error).toBeNull();
  expect((await server.resend.emails.send(mailTo("bo@example.fi"))).error).toBeNull();
  expect((await server.resend.emails.send(mailTo("Anna@example.fi"))).error).toMatchObject({
    statusCode: 500,
  });
  expect((await server.resend.emails.send(mailTo("Anna@example.fi"))).error).toBeNull();
});

test("an outage lasts as long as it was ordered, or until it is called off", async () => {
  await order({ kind: "outage", seconds: 30 });
  for (let call = 0; call < 3; call++) {
    expect((await server.resend.emails.list()).error).toMatchObject({ statusCode: null });
  }
  await fetch(`${server.url}/_faults`, { method: "DELETE" });
  expect((await server.resend.emails.list()).error).toBeNull();
});

test("an unknown fault is refused", async () => {
  const answer = await fetch(`${server.url}/_faults`, {
    method: "POST",
    body: JSON.stringify({ kind: "magic" }),
  });
  expect(answer.status).toBe(422);
});
