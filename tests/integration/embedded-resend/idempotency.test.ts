import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../../support/database";
import { API_KEY, mailTo, startResend } from "../../support/resend-server";

let database: TestDatabase;
let server: Awaited<ReturnType<typeof startResend>>;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  server = await startResend(database.ownerUrl);
  sql = postgres(database.ownerUrl, { max: 2 });
});

afterAll(async () => {
  await sql.end();
  await server.stop();
  await database.close();
});

const batch = [mailTo("anna@example.fi"), mailTo("bo@example.fi")];

test("the same key and body give the same ids and send once", async () => {
  const first = await server.resend.batch.send(batch, { idempotencyKey: "same" });
  const again = await server.resend.batch.send(batch, { idempotencyKey: "same" });
  expect(first.error).toBeNull();
  expect(again.data).toEqual(first.data);
  expect(await sql`select from resend_server.emails where idempotency_key = 'same'`).toHaveLength(2);
});

test("the same key with another body is a conflict", async () => {
  await server.resend.emails.send(mailTo("anna@example.fi"), { idempotencyKey: "other" });
  const { error } = await server.resend.emails.send(mailTo("bo@example.fi"), { idempotencyKey: "other" });
  expect(error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
});

test("a key that is in flight is a conflict, and its ids come afterwards", async () => {
  const send = () => server.resend.batch.send(batch, { idempotencyKey: "flight" });
  const both = await sql.begin(async (tx) => {
    await tx`lock table resend_server.emails in exclusive mode`;
    const calls = [send(), send()];
    /* Whichever came first waits for the table. */
    expect((await Promise.race(calls)).error).toMatchObject({
      statusCode: 409,
      name: "concurrent_idempotent_requests",
    });
    return { calls };
  });
  await Promise.all(both.calls);
  expect((await send()).data?.data).toHaveLength(2);
  expect(await sql`select from resend_server.emails where idempotency_key = 'flight'`).toHaveLength(2);
});

test("after 24 hours the key sends again, another body too", async () => {
  const send = (mails = batch) => server.resend.batch.send(mails, { idempotencyKey: "old" });
  const first = await send();
  const passes = (hours: number) =>
    sql`update resend_server.idempotency_keys set accepted_at = accepted_at - ${hours} * interval '1 hour' where key = 'old'`;
  await passes(23.9);
  expect((await send()).data).toEqual(first.data);
  await passes(0.1);
  const other = [mailTo("cia@example.fi"), mailTo("dan@example.fi")];
  const second = await send(other);
  expect(second.data?.data).toHaveLength(2);
  expect(second.data).not.toEqual(first.data);
  /* Which are what is remembered from now on. */
  expect((await send(other)).data).toEqual(second.data);
  expect((await send()).error).toMatchObject({ name: "invalid_idempotent_request" });
});

test("a refused request does not use its key up", async () => {
  const bad = await server.resend.emails.send(mailTo("fel"), { idempotencyKey: "refused" });
  expect(bad.error).toMatchObject({ statusCode: 422 });
  const good = await server.resend.emails.send(mailTo("anna@example.fi"), { idempotencyKey: "refused" });
  expect(good.error).toBeNull();
});

test("a key has 1 to 256 characters", async () => {
  const sent = async (key: string) => {
    const answer = await fetch(`${server.url}/emails`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "idempotency-key": key },
      body: JSON.stringify(mailTo("anna@example.fi")),
    });
    return answer.json();
  };
  for (const key of ["", "k".repeat(257)]) {
    expect(await sent(key)).toMatchObject({ statusCode: 400, name: "invalid_idempotency_key" });
  }
  for (const key of ["k", "k".repeat(256)]) expect(await sent(key)).toEqual({ id: expect.any(String) });
});
