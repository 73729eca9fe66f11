import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";

let runs: Runs;
let desk: Desk;

const key = (version: number) => `${version}:${Buffer.alloc(32, version).toString("base64url")}`;

beforeAll(async () => {
  runs = await Runs.open("keys", { LINK_KEYS: [key(1), key(2)].join() });
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

test.each([
  ["is frozen after it has the new key", 2],
  ["was frozen before it keeps the old key", 1],
])("when the key of links is changed, a mailing that %s", async (_, version) => {
  const [email] = await runs.recipients(1);
  const { mailingId, total } = await desk.prepared(runs.office.id, 1);
  if (version === 1) {
    await desk.sql`alter table mailings disable trigger check_frozen`;
    await desk.sql`update mailings set key_version = 1 where id = ${mailingId}`;
    await desk.sql`alter table mailings enable trigger check_frozen`;
  }
  await desk.sendAll(runs.office.id, mailingId, total);
  const [mail] = await desk.outbox(email);
  const token = /\/u\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
  expect(Buffer.from(token, "base64url")[0]).toBe(version);
});
