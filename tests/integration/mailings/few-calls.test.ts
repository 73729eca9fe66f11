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
beforeEach(() => runs.next());

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
