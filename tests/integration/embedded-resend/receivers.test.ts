import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../../support/database";
import { mailTo, startResend, startWebhookReceiver, type WebhookReceiver } from "../../support/resend-server";

let database: TestDatabase;
let receiver: WebhookReceiver;
let server: Awaited<ReturnType<typeof startResend>>;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  receiver = await startWebhookReceiver();
  server = await startResend(database.ownerUrl, { webhookUrl: receiver.url });
});

afterAll(async () => {
  await server.stop();
  await receiver.close();
  await database.close();
});

test.each([
  ["anna@example.fi", ["email.sent", "email.delivered"], "delivered"],
  ["delivered+1@resend.dev", ["email.sent", "email.delivered"], "delivered"],
  ["bounced+1@resend.dev", ["email.sent", "email.bounced"], "bounced"],
  ["complained+1@resend.dev", ["email.sent", "email.delivered", "email.complained"], "complained"],
  ["suppressed+1@resend.dev", ["email.sent", "email.suppressed"], "suppressed"],
  ["full+1@resend.dev", ["email.sent", "email.bounced"], "bounced"],
  ["delayed+1@resend.dev", ["email.sent", "email.delivery_delayed", "email.delivered"], "delivered"],
  ["invalid+1@resend.dev", ["email.sent", "email.bounced"], "bounced"],
  ["policy+1@resend.dev", ["email.sent", "email.bounced"], "bounced"],
  ["manual+1@resend.dev", ["email.sent"], "sent"],
])("%s gets %j", async (address, types, lastEvent) => {
  const { data } = await server.resend.emails.send({
    ...mailTo(address),
    tags: [{ name: "attempt", value: address.replace(/\W/g, "_") }],
  });
  await expect.poll(() => receiver.about(data?.id).map(({ type }) => type)).toEqual(types);
  for (const { data: event } of receiver.about(data?.id)) {
    expect(event).toMatchObject({
      email_id: data?.id,
      to: [address],
      subject: "Höstmötet",
      tags: { attempt: address.replace(/\W/g, "_") },
    });
  }
  expect((await server.resend.emails.get(data?.id ?? "")).data?.last_event).toBe(lastEvent);
});

test.each([
  ["bounced+2@resend.dev", { type: "Permanent", subType: "General" }, "5.2.1"],
  ["full+2@resend.dev", { type: "Transient", subType: "MailboxFull" }, "452 4.2.2 mailbox full"],
  ["invalid+2@resend.dev", { type: "Permanent", subType: "NoEmail" }, "5.1.1"],
  ["policy+2@resend.dev", { type: "Permanent" }, "5.7.1"],
])("%s bounces as %j", async (address, bounce, code) => {
  const { data } = await server.resend.emails.send(mailTo(address));
  await expect.poll(() => receiver.about(data?.id).at(1)?.data).toMatchObject({ bounce });
  expect(JSON.stringify(receiver.about(data?.id)[1]?.data)).toContain(code);
});

test("soft+2 bounces twice, then takes mail; a label makes another address", async () => {
  const outcomes = (address: string, mails: number) =>
    server.resend.batch.send(Array.from({ length: mails }, () => mailTo(address)));
  const first = await outcomes("soft+2-anna@resend.dev", 1);
  const then = await outcomes("soft+2-anna@resend.dev", 3);
  const other = await outcomes("soft+2-bo@resend.dev", 1);
  const ids = [first, then, other].flatMap(({ data }) => data?.data.map(({ id }) => id) ?? []);
  await expect
    .poll(() => ids.map((id) => receiver.about(id).at(1)?.type))
    .toEqual(["email.bounced", "email.bounced", "email.delivered", "email.delivered", "email.bounced"]);
});

test("a test address bounces every time and never gets on the suppression list", async () => {
  await server.resend.emails.send(mailTo("bounced@resend.dev"));
  const { data } = await server.resend.emails.send(mailTo("bounced@resend.dev"));
  await expect.poll(() => receiver.about(data?.id).at(1)?.type).toBe("email.bounced");
  expect((await server.resend.suppressions.list()).data?.data).toEqual([]);
});
