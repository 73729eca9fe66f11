import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { callProvider } from "@/lib/messages/call-provider";
import { handOver } from "@/lib/messages/hand-over";
import type { OpenBatch } from "@/lib/messages/open-batch";
import { sendNext, type Turn } from "@/lib/messages/send-next";
import { splitBatch } from "@/lib/messages/split";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("refusals");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

async function written(): Promise<{ mailingId: string; batch: OpenBatch }> {
  await runs.recipients(4);
  const { mailingId } = await desk.prepared(runs.office.id, 4);
  const [batch] = await handOver(runs.office.id, mailingId, 0);
  return { mailingId, batch: batch as OpenBatch };
}

const batchesOf = (mailingId: string) =>
  desk.sql`
    select state, chunk, cardinality(attempt_ids) as mails from batches
    where mailing_id = ${mailingId} order by created_at, id`;

test.each([
  ["refused", 403, "invalid_access"],
  ["known with another body", 409, "invalid_idempotent_request"],
])(
  "that a batch is %s says nothing of one that another run has had answered",
  async (_, statusCode, name) => {
    const { mailingId, batch } = await written();
    const answer = vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
      await desk.sql`update batches set state = 'answered' where id = ${batch.id}`;
      return Response.json({ statusCode, name, message: "no" }, { status: statusCode });
    });
    await callProvider(runs.office.id, [batch]);
    answer.mockRestore();
    expect(await batchesOf(mailingId)).toEqual([{ state: "answered", chunk: 0, mails: 4 }]);
    expect(await desk.counts(mailingId)).not.toHaveProperty("unknown");
  },
);

test.each([
  ["refused when it is repeated", 403, "invalid_access"],
  ["known with another body", 409, "invalid_idempotent_request"],
])("a batch that is %s is looked up, and not called ever again", async (_, statusCode, name) => {
  const { mailingId, batch } = await written();
  await desk.sql`
    update batches set calls = 1, first_called_at = now(), last_called_at = now() where id = ${batch.id}`;
  const answer = vi
    .spyOn(globalThis, "fetch")
    .mockImplementation(async () =>
      Response.json({ statusCode, name, message: "no" }, { status: statusCode }),
    );
  await desk.sendAll(runs.office.id, mailingId, 4);
  const calls = answer.mock.calls.length;
  answer.mockRestore();
  expect(calls).toBe(1);
  expect(await batchesOf(mailingId)).toEqual([{ state: "stale", chunk: 0, mails: 4 }]);
});

test("the halves of a refused batch belong to its chunk, and there are two of them", async () => {
  const { mailingId, batch } = await written();
  await desk.sql`update batches set chunk = 7, calls = 1 where id = ${batch.id}`;
  await Promise.all([splitBatch(runs.office.id, batch.id), splitBatch(runs.office.id, batch.id)]);
  expect(await batchesOf(mailingId)).toEqual([
    { state: "split", chunk: 7, mails: 4 },
    { state: "open", chunk: 7, mails: 2 },
    { state: "open", chunk: 7, mails: 2 },
  ]);
});

test("the run that has a batch refused calls the halves as well, and leaves them to nobody", async () => {
  const emails = await runs.recipients(4);
  const { mailingId } = await desk.prepared(runs.office.id, 4);
  await desk.fault({ kind: "422", count: 1, match: { path: "/emails/batch" } });
  let turn: Turn;
  do turn = await sendNext(runs.office.id, mailingId, 0, Number.POSITIVE_INFINITY);
  while (!("empty" in turn));
  expect(await runs.mailed()).toEqual(emails);
});

test("a batch that has been answered is not called again", async () => {
  const { mailingId, batch } = await written();
  await callProvider(runs.office.id, [batch]);
  expect(await callProvider(runs.office.id, [batch])).toEqual({ done: true, interrupted: "held" });
  expect(await batchesOf(mailingId)).toEqual([{ state: "answered", chunk: 0, mails: 4 }]);
});

test("a provider that has been away for long is called again each minute", async () => {
  const { batch } = await written();
  await desk.sql`update batches set calls = 9, first_called_at = now() where id = ${batch.id}`;
  await desk.fault({ kind: "503", count: 1, match: { path: "/emails/batch" } });
  expect(await callProvider(runs.office.id, [batch])).toEqual({ done: false, againInSeconds: 60 });
});

test.each([
  ["503", "unknown"],
  ["429", "queued"],
])("of a call that is repeated after a crash and gets %s the messages are %s", async (kind, status) => {
  const { mailingId, batch } = await written();
  await desk.sql`update batches set calls = 1, first_called_at = now() where id = ${batch.id}`;
  await desk.fault({ kind, count: 1, match: { path: "/emails/batch" } });
  expect(await callProvider(runs.office.id, [batch])).toMatchObject({ done: false });
  expect(await desk.counts(mailingId)).toEqual({ [status]: 4 });
});
