import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { log } from "@/lib/log";
import { callProvider } from "@/lib/messages/call-provider";
import { handOver } from "@/lib/messages/hand-over";
import { nextCallIn, paceOf } from "@/lib/pace/schedule";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("answers");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

/** Two batches that are handed over; of the second, the address of one recipient. */
async function twoBatches() {
  await runs.recipients(200);
  const { mailingId } = await desk.prepared(runs.office.id, 200);
  const written = await handOver(runs.office.id, mailingId, 0);
  const [second] = await desk.sql`
    select address from messages where mailing_id = ${mailingId} and position = 150`;
  return { mailingId, written, address: String(second?.address) };
}

test.each(["not answered", "not to be called any more"])(
  "that a batch was accepted is written down at once when the next one is %s",
  async (how) => {
    const { mailingId, written, address } = await twoBatches();
    if (how === "not answered") {
      await desk.fault({ kind: "reset", count: 1, match: { path: "/emails/batch", to: address } });
    } else {
      await runs.letHoursPass(mailingId, 1);
      await runs.getsProblem(address);
    }
    await callProvider(runs.office.id, written);
    expect(await desk.counts(mailingId)).toMatchObject({ sent: 100 });
  },
);

test("when the provider turns a call away, nobody calls it before its pause is over", async () => {
  const { written } = await twoBatches();
  await desk.fault({ kind: "429", count: 1, match: { path: "/emails/batch" } });
  const called = performance.now();
  expect(await callProvider(runs.office.id, written)).toEqual({ done: false, againInSeconds: 1 });
  const left = await nextCallIn(paceOf("provider", 10_000));
  expect(performance.now() - called + left).toBeGreaterThan(900);
});

test.each([
  ["does not say until when", {}, 60],
  ["says when its second is over", { "ratelimit-reset": "1" }, 60],
  ["asks for less", { "retry-after": "1" }, 60],
  ["asks for more", { "retry-after": "3600" }, 3600],
])("when a quota is used up and the provider %s, nobody calls it before", async (_, headers, seconds) => {
  const { written } = await twoBatches();
  const usedUp = { statusCode: 429, name: "daily_quota_exceeded", message: "That is all for today" };
  const answer = vi
    .spyOn(globalThis, "fetch")
    .mockResolvedValueOnce(Response.json(usedUp, { status: 429, headers: headers as HeadersInit }));
  const told = vi.spyOn(log(), "error");
  expect(await callProvider(runs.office.id, written)).toEqual({ done: false, againInSeconds: seconds });
  answer.mockRestore();
  expect(told).toHaveBeenCalledWith({ batchId: written[0]?.id }, "the provider's quota is used up");
  expect(await nextCallIn(paceOf("provider", 10_000))).toBeGreaterThan((seconds - 10) * 1000);
  await desk.sql`delete from provider_pace`;
});
