import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../../support/database";
import {
  mailTo,
  startResend,
  startWebhookReceiver,
  WEBHOOK_SECRET,
  type WebhookReceiver,
} from "../../support/resend-server";

let database: TestDatabase;
let receiver: WebhookReceiver;
let server: Awaited<ReturnType<typeof startResend>> | undefined;

/* A database for each: a server that is stopped before it has read an answer leaves the event to the next. */
beforeEach(async () => {
  database = await createDatabase({ migrated: false });
  receiver = await startWebhookReceiver();
});

afterEach(async () => {
  await server?.stop();
  await receiver.close();
  await database.close();
});

test("webhooks are signed as the SDK verifies them", async () => {
  server = await startResend(database.ownerUrl, { webhookUrl: receiver.url });
  await server.resend.emails.send(mailTo("anna@example.fi"));
  await expect.poll(() => receiver.received.length).toBe(2);
  const webhook = receiver.received.find(({ payload }) => payload.includes("email.sent"));
  const signed = {
    payload: webhook?.payload ?? "",
    webhookSecret: WEBHOOK_SECRET,
    headers: {
      id: String(webhook?.headers["svix-id"]),
      timestamp: String(webhook?.headers["svix-timestamp"]),
      signature: String(webhook?.headers["svix-signature"]),
    },
  };
  expect(server.resend.webhooks.verify(signed)).toMatchObject({
    type: "email.sent",
    data: { to: ["anna@example.fi"] },
  });
  const resend = server.resend;
  expect(() => resend.webhooks.verify({ ...signed, payload: `${signed.payload} ` })).toThrow();
  expect(new Set(receiver.received.map(({ headers }) => headers["svix-id"])).size).toBe(2);
});

test("an event that is not taken comes again under the same id, the others once", async () => {
  let refusals = 1;
  receiver.answerWith((payload) => (payload.includes("email.delivered") && refusals-- > 0 ? 302 : 204));
  server = await startResend(database.ownerUrl, { webhookUrl: receiver.url });
  await server.resend.emails.send(mailTo("anna@example.fi"));
  await expect.poll(() => receiver.received.length).toBe(3);
  const delivered = receiver.received.filter(({ payload }) => payload.includes("email.delivered"));
  expect(delivered.map(({ statusCode }) => statusCode)).toEqual([302, 204]);
  expect(delivered[0]?.headers["svix-id"]).toBe(delivered[1]?.headers["svix-id"]);
  expect(delivered[0]?.payload).toBe(delivered[1]?.payload);
});

test("what was not delivered when the server stopped is delivered by the next one", async () => {
  receiver.answerWith(() => 503);
  const first = await startResend(database.ownerUrl, { webhookUrl: receiver.url });
  const { data } = await first.resend.emails.send(mailTo("anna@example.fi"));
  await expect.poll(() => receiver.received.length).toBeGreaterThan(1);
  await first.stop();
  receiver.answerWith(() => 200);
  server = await startResend(database.ownerUrl, { webhookUrl: receiver.url });
  await expect.poll(() => receiver.received.filter(({ statusCode }) => statusCode === 200).length).toBe(2);
  expect(receiver.received.every(({ payload }) => payload.includes(data?.id ?? "?"))).toBe(true);
});

async function tries(): Promise<{ attempts: number; answer: string | null }[]> {
  const sql = postgres(database.ownerUrl, { max: 1 });
  const rows = await sql<{ attempts: number; answer: string | null }[]>`
    select attempts, last_answer as answer from resend_server.events`;
  await sql.end();
  return [...rows];
}

test("a receiver that is not there costs a try like one that says no", async () => {
  await receiver.close();
  server = await startResend(database.ownerUrl, { webhookUrl: receiver.url });
  await server.resend.emails.send(mailTo("anna@example.fi"));
  await expect.poll(async () => (await tries()).filter(({ attempts }) => attempts > 0)).toHaveLength(2);
  for (const { answer } of await tries()) expect(answer).toContain("ECONNREFUSED");
});

test("a webhook that is not answered keeps no server from stopping, and costs no try", async () => {
  let asked = 0;
  const silent = createServer(() => {
    asked += 1;
  });
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const first = await startResend(database.ownerUrl, { webhookUrl: `http://127.0.0.1:${port}/` });
  await first.resend.emails.send(mailTo("anna@example.fi"));
  await expect.poll(() => asked).toBe(2);
  await first.stop();
  silent.close();
  const untried = { attempts: 0, answer: null };
  expect(await tries()).toEqual([untried, untried]);
});

test("duplicates and disorder on demand", async () => {
  server = await startResend(database.ownerUrl, { webhookUrl: receiver.url, duplicates: 1, shuffleMs: 300 });
  const mails = Array.from({ length: 50 }, (_, i) => mailTo(`m${i}@example.fi`));
  await server.resend.batch.send(mails);
  await expect.poll(() => receiver.received.length).toBe(200);
  const ids = receiver.received.map(({ headers }) => headers["svix-id"]);
  expect(new Set(ids).size).toBe(100);
  const firstOf = new Map<string, string>();
  for (const { payload } of receiver.received) {
    const event: { type: string; data: { email_id: string } } = JSON.parse(payload);
    if (!firstOf.has(event.data.email_id)) firstOf.set(event.data.email_id, event.type);
  }
  expect(new Set(firstOf.values())).toEqual(new Set(["email.sent", "email.delivered"]));
});
