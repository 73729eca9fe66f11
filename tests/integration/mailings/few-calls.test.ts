import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { callProvider } from "@/lib/messages/call-provider";
import { handOver } from "@/lib/messages/hand-over";
import { pauseCalls } from "@/lib/pace/schedule";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";

let runs: Runs;
let desk: Desk;

/* So few calls a second that each has its turn by itself. */
beforeAll(async () => {
  runs = await Runs.open("few", { MAIL_RATE: "50" });
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(async () => {
  await runs.next();
  await desk.sql`delete from provider_pace`;
});

test("that a batch was accepted is written down at once when the turn of the next one is far off", async () => {
  await runs.recipients(200);
  const { mailingId } = await desk.prepared(runs.office.id, 200);
  const written = await handOver(runs.office.id, mailingId, 0);
  expect(written).toHaveLength(2);
  const original = globalThis.fetch;
  const answered = vi.spyOn(globalThis, "fetch").mockImplementation(async (...request) => {
    const answer = await original(...request);
    await pauseCalls(3600);
    return answer;
  });
  const result = await callProvider(runs.office.id, written);
  answered.mockRestore();
  expect(result).toEqual({ done: false, againInSeconds: expect.closeTo(3600, -2) });
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 100, none: 100 });
});

test("that a batch was accepted is not kept back while others take their time", async () => {
  await runs.recipients(200);
  const { mailingId } = await desk.prepared(runs.office.id, 200);
  const written = await handOver(runs.office.id, mailingId, 0);
  const original = globalThis.fetch;
  const known: Record<string, number>[] = [];
  const answered = vi.spyOn(globalThis, "fetch").mockImplementation(async (...request) => {
    known.push(await desk.counts(mailingId));
    await sleep(1100);
    return original(...request);
  });
  await callProvider(runs.office.id, written);
  answered.mockRestore();
  expect(known).toHaveLength(2);
  expect(known[1]).toMatchObject({ sent: 100 });
});

test.each([
  ["a call that loses its turn to a long pause has not begun: its mails are asked about anew", false],
  ["a repeated call that loses its turn leaves the one before it, which may have been accepted", true],
])("%s", async (_, isCalled) => {
  await runs.recipients(3);
  const { mailingId } = await desk.prepared(runs.office.id, 3);
  const written = await handOver(runs.office.id, mailingId, 0);
  if (isCalled) {
    await desk.sql`
      update batches set calls = 1, first_called_at = now(), last_called_at = now()
      where mailing_id = ${mailingId}`;
  }
  await desk.sql`create function be_late() returns trigger language plpgsql as
    'begin perform pg_sleep(1); return new; end'`;
  await desk.sql`create trigger be_late before update on batches for each row execute function be_late()`;
  try {
    const called = callProvider(runs.office.id, written);
    await sleep(500);
    await pauseCalls(3600);
    expect(await called).toEqual({ done: false, againInSeconds: expect.closeTo(3600, -2) });
  } finally {
    await desk.sql`drop function be_late cascade`;
  }
  const [left] = await desk.sql`
    select first_called_at is not null as called, calls > 0 as counted from batches where mailing_id = ${mailingId}`;
  expect(left).toEqual({ called: isCalled, counted: isCalled });
});
