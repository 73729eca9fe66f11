import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { callProvider } from "@/lib/messages/call-provider";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { drainInbox } from "@/lib/messages/drain";
import { expireNext } from "@/lib/messages/expire";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { pauseCalls } from "@/lib/pace/schedule";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";

/** What happens at the end of the five days, or at the same moment. */

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("end");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

const event = (attemptId: string, fact: FactRecord["fact"]): FactRecord => ({
  attemptId,
  fact,
  source: "event",
  key: `end:${attemptId}:${fact}`,
  reason: null,
  occurredAt: new Date(),
});

/** A mail that has come back for a while; its window began so many hours ago, and it is to be looked at. */
async function cameBack(hours: number) {
  const [address = ""] = await runs.recipients(1);
  const { mailingId, total } = await desk.prepared(runs.office.id, 1);
  await desk.sendAll(runs.office.id, mailingId, total);
  const [attempt] = await desk.sql<{ id: string; provider_id: string }[]>`
    select id, provider_id from attempts where office_id = ${runs.office.id}`;
  if (!attempt) throw new Error("nothing was sent");
  await asSystem((tx) => foldFacts(tx, [event(attempt.id, "soft_bounced")]));
  /* The embedded provider has delivered it; what it tells from now on is not read. */
  await desk.sql`delete from provider_events where processed_at is null`;
  await pass(mailingId, hours);
  await desk.sql`update messages set next_attempt_at = now() where mailing_id = ${mailingId}`;
  return { mailingId, address, attempt };
}

const pass = (mailingId: string, hours: number) =>
  desk.sql`
    update messages set window_started_at = window_started_at - ${hours} * interval '1 hour',
      next_attempt_at = next_attempt_at - ${hours} * interval '1 hour' where mailing_id = ${mailingId}`;

async function message(mailingId: string) {
  const [row] = await desk.sql`
    select status, delivered, expired_at is not null as expired, next_attempt_at as next from messages
    where mailing_id = ${mailingId}`;
  return row;
}

test("a retry that waits for its turn when the window ends is waited for", async () => {
  const { mailingId, address } = await cameBack(119.99);
  const retry = await handOver(runs.office.id, mailingId, RETRY_CHUNK);
  expect(retry).toHaveLength(1);
  await pass(mailingId, 0.02);
  expect(await expireNext()).toBe(1);
  expect(await message(mailingId)).toMatchObject({ status: "soft_bounced", expired: false });
  expect(await expireNext()).toBe(0);
  await callProvider(runs.office.id, retry);
  await desk.drainUntilQuiet(mailingId);
  const arrived = async () => {
    await drainInbox();
    return message(mailingId);
  };
  await expect.poll(arrived).toMatchObject({ status: "sent", delivered: true, next: null });
  expect(await desk.sql`select from suppressions where address = ${address}`).toEqual([]);
});

test("a retry of which nothing is heard for an hour is not waited for any longer", async () => {
  const { mailingId } = await cameBack(119.99);
  await handOver(runs.office.id, mailingId, RETRY_CHUNK);
  await pass(mailingId, 1.02);
  await expireNext();
  expect(await message(mailingId)).toMatchObject({ status: "bounced", expired: true, next: null });
});

test("a provider that cannot be asked for an hour is not waited for any longer", async () => {
  const { mailingId, attempt } = await cameBack(121.01);
  await desk.fault({ kind: "503", count: 1, match: { path: `/emails/${attempt.provider_id}` } });
  await expireNext();
  expect(await message(mailingId)).toMatchObject({ status: "bounced", expired: true, next: null });
});

test.each([
  ["delivered", { status: "sent", delivered: true, expired: false, next: null }],
  ["refused", { status: "unknown", expired: false, next: null }],
  ["spam", { status: "spam", expired: false, next: null }],
] as const)("what is learnt while the provider is asked counts: %s", async (fact, expected) => {
  const { mailingId, attempt } = await cameBack(120);
  await desk.fault({ kind: "404", count: 1, match: { path: `/emails/${attempt.provider_id}` } });
  await pauseCalls(2);
  const reserved = async () => [
    ...(await desk.sql`select written_at::text from provider_pace order by lane`),
  ];
  const before = await reserved();
  const asking = expireNext();
  await expect.poll(reserved, { interval: 20 }).not.toEqual(before);
  await asSystem((tx) => foldFacts(tx, [event(attempt.id, fact)]));
  await asking;
  expect(await message(mailingId)).toMatchObject(expected);
});

test("two who look at the same message write one end", async () => {
  const { mailingId, attempt, address } = await cameBack(120);
  await desk.fault({ kind: "404", count: 2, match: { path: `/emails/${attempt.provider_id}` } });
  await Promise.all([expireNext(), expireNext()]);
  expect(await message(mailingId)).toMatchObject({ status: "bounced", expired: true, next: null });
  expect(await desk.counts(mailingId)).toEqual({ bounced: 1 });
  expect(await desk.sql`select problem from suppressions where address = ${address}`).toHaveLength(1);
});
