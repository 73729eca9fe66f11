import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { sendBatch } from "@/lib/mail/provider";
import { callProvider } from "@/lib/messages/call-provider";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { expireNext } from "@/lib/messages/expire";
import { foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { askProvider } from "@/lib/messages/look-up";
import { beginCalls, type OpenBatch } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import { sendNext } from "@/lib/messages/send-next";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";

/** A call that got no answer and is to be made again: what has changed, and who else has made it. */

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("again");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

const BATCH_CALL = { match: { path: "/emails/batch" } };

/** A mailing to three whose one call got no answer. */
async function unanswered(kind: "reset" | "reset_after_accept") {
  const emails = await runs.recipients(3);
  const { mailingId, total } = await desk.prepared(runs.office.id, 3);
  await desk.fault({ kind, count: 1, ...BATCH_CALL });
  const written = await handOver(runs.office.id, mailingId, 0);
  await callProvider(runs.office.id, written);
  return { emails, mailingId, total, batch: written[0] as OpenBatch };
}

describe("who gets a problem before the call is made again", () => {
  test("is not written to, and the others are", async () => {
    const { emails, mailingId, total } = await unanswered("reset");
    const [first, ...others] = emails;
    await runs.getsProblem(first);
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual([]);
    expect(await desk.counts(mailingId)).toEqual({ unknown: 3 });
    await runs.letHoursPass(mailingId, 2);
    while (await reconcileNext());
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual(others);
  });

  test("by this very mail keeps nothing from being made again: all of it was accepted", async () => {
    const { emails, mailingId, total, batch } = await unanswered("reset_after_accept");
    const bounced = {
      attemptId: batch.attemptIds[0] ?? "",
      fact: "bounced",
      source: "event",
      key: `bounced:${mailingId}`,
      reason: null,
      occurredAt: new Date(),
    } as const;
    await asSystem((tx) => foldFacts(tx, [bounced]));
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await desk.counts(mailingId)).toMatchObject({ bounced: 1, sent: 2 });
    expect(await runs.mailed()).toEqual(emails);
  });
});

test("a retry that is unanswered when the five days end is not made again after them", async () => {
  await runs.recipients(1);
  const { mailingId, total } = await desk.prepared(runs.office.id, 1);
  await desk.sendAll(runs.office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  await desk.sql`update attempts set fact = 60 where office_id = ${runs.office.id}`;
  await desk.sql`update messages set status = 'soft_bounced', delivered = false,
    window_started_at = now() - interval '96 hours 1 minute', next_attempt_at = now() where mailing_id = ${mailingId}`;
  await desk.fault({ kind: "reset", count: 1, ...BATCH_CALL });
  await callProvider(runs.office.id, await handOver(runs.office.id, mailingId, RETRY_CHUNK));
  await desk.sql`update messages set window_started_at = now() - interval '121 hours', next_attempt_at = now()
    where mailing_id = ${mailingId}`;
  while ((await expireNext()) > 0);
  expect(await desk.counts(mailingId)).toEqual({ bounced: 1 });
  await sendNext(runs.office.id, mailingId, RETRY_CHUNK);
  expect(await runs.mailed()).toHaveLength(1);
});

test("a first call of what was written down before the clock jumped back an hour is asked about", async () => {
  const [first] = await runs.recipients(2);
  const { mailingId } = await desk.prepared(runs.office.id, 2);
  const written = await handOver(runs.office.id, mailingId, 0);
  await desk.sql`update batches set created_at = created_at + interval '1 hour' where mailing_id = ${mailingId}`;
  await runs.getsProblem(first);
  expect(await callProvider(runs.office.id, written)).toMatchObject({ interrupted: "held" });
  expect(await runs.mailed()).toEqual([]);
});

test.each([
  [400, "is looked up and not parted"],
  [403, "is looked up and not taken for a no"],
])("a first call that is refused (%s), when another was made with its key, %s", async (statusCode) => {
  const emails = await runs.recipients(3);
  const { mailingId, total } = await desk.prepared(runs.office.id, 3);
  const [batch] = (await handOver(runs.office.id, mailingId, 0)) as [OpenBatch];
  const original = globalThis.fetch;
  /* Another run takes the batch up while the first call is under way, and dies when it has been accepted. */
  const refused = vi.spyOn(globalThis, "fetch").mockImplementationOnce(async () => {
    refused.mockImplementation(original);
    await beginCalls(runs.office.id, [batch.id]);
    const body = { ...batch.body, bytes: Buffer.from(batch.body.bytes) };
    expect(await sendBatch(body, { idempotencyKey: batch.id })).toMatchObject({ kind: "accepted" });
    return Response.json({ statusCode, name: "bad_gateway", message: "?" }, { status: statusCode });
  });
  await callProvider(runs.office.id, [batch]);
  refused.mockRestore();
  await desk.sendAll(runs.office.id, mailingId, total);
  await runs.letHoursPass(mailingId, 2);
  while (await reconcileNext());
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toEqual({ sent: 3 });
});

test("what is asked about by an id of the provider that two attempts have is told of the one in its tag", async () => {
  const emails = await runs.recipients(2);
  const { mailingId, total } = await desk.prepared(runs.office.id, 2);
  await desk.sendAll(runs.office.id, mailingId, total);
  const attempts = await desk.sql<{ id: string; provider_id: string; address: string }[]>`
    select a.id, a.provider_id, m.address from attempts a join messages m on m.id = a.message_id
    where m.mailing_id = ${mailingId} order by m.address`;
  const original = globalThis.fetch;
  const complained = vi.spyOn(globalThis, "fetch").mockImplementation(async (url, options) => {
    const answer = await original(url, options);
    return Response.json({ ...(await answer.json()), last_event: "complained" });
  });
  const [first, second] = attempts;
  const { facts } = await askProvider([
    { attemptId: second?.id ?? "", providerId: first?.provider_id ?? "" },
  ]);
  complained.mockRestore();
  await asSystem((tx) => foldFacts(tx, facts));
  const problems = await desk.sql`select address from suppressions where address = any (${emails})`;
  expect(problems).toEqual([{ address: first?.address }]);
});
