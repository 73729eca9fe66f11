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

test("the suppression list is added to, listed, looked up and removed from", async () => {
  const { suppressions } = server.resend;
  const added = await suppressions.add({ email: "Stopp@example.fi" });
  expect((await suppressions.get("stopp@example.fi")).data).toMatchObject({
    id: added.data?.id,
    origin: "manual",
  });
  expect((await suppressions.list()).data?.data).toMatchObject([{ email: "stopp@example.fi" }]);
  const { data } = await server.resend.emails.send(mailTo("STOPP@example.fi"));
  await expect
    .poll(async () => (await server.resend.emails.get(data?.id ?? "")).data?.last_event)
    .toBe("suppressed");
  expect((await suppressions.remove("stopp@example.fi")).data).toMatchObject({ deleted: true });
  expect((await suppressions.get("stopp@example.fi")).error).toMatchObject({ statusCode: 404 });
});

test("what is added and removed is announced, and may be named by its id", async () => {
  const { suppressions } = server.resend;
  const { data } = await suppressions.add({ email: "id@example.fi" });
  expect((await suppressions.add({ email: "id@example.fi" })).data).toEqual(data);
  const id = data?.id ?? "";
  expect((await suppressions.get(id)).data).toMatchObject({ email: "id@example.fi" });
  expect((await suppressions.remove(id)).data).toMatchObject({ id, deleted: true });
  expect((await suppressions.remove(id)).error).toMatchObject({ statusCode: 404 });
  await expect
    .poll(() => receiver.about("id@example.fi").map(({ type }) => type))
    .toEqual(["suppression.added", "suppression.removed"]);
});

test("the list is paged, newest first, and narrowed by origin", async () => {
  const { suppressions } = server.resend;
  for (const n of [0, 1, 2, 3, 4]) await suppressions.add({ email: `sida${n}@example.fi` });
  const page = async (place: object) => {
    const { data } = await suppressions.list({ limit: 2, ...place });
    return { more: data?.has_more, rows: data?.data ?? [] };
  };
  const addresses = ({ rows }: Awaited<ReturnType<typeof page>>) => rows.map(({ email }) => email);
  const first = await page({});
  expect([first.more, addresses(first)]).toEqual([true, ["sida4@example.fi", "sida3@example.fi"]]);
  const second = await page({ after: first.rows[1]?.id });
  expect(addresses(second)).toEqual(["sida2@example.fi", "sida1@example.fi"]);
  expect(addresses(await page({ before: second.rows[0]?.id }))).toEqual(addresses(first));
  expect(addresses(await page({ origin: "manual" }))).toEqual(addresses(first));
  expect(addresses(await page({ origin: "bounce" }))).toEqual([]);
});
