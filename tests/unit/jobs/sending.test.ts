import { RetryAfterError } from "inngest";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sendChunk } from "@/inngest/send-chunk";
import { sendNext } from "@/lib/messages/send-next";

vi.mock("@/lib/messages/send-next", () => ({ sendNext: vi.fn() }));
vi.mock("@/lib/mailings/complete", () => ({ completeMailing: async () => true }));

const turn = vi.mocked(sendNext);
beforeEach(() => {
  vi.useFakeTimers();
  turn.mockReset();
});
afterEach(() => vi.useRealTimers());

/** @returns the names of the steps of a run. */
async function send(): Promise<string[]> {
  const { fn } = sendChunk as unknown as { fn: (context: object) => Promise<void> };
  const steps: string[] = [];
  const step = {
    run: (name: string, work: () => unknown) => {
      steps.push(name);
      return work();
    },
  };
  await fn({ event: { data: { officeId: "o", mailingId: "m", chunk: 3 } }, step });
  return steps;
}

test("the job server hears of a chunk that is under way every ten seconds", async () => {
  let left = 5;
  turn.mockImplementation(async () => {
    vi.setSystemTime(Date.now() + 4_000);
    return left-- > 0 ? { done: true } : { done: true, empty: true };
  });
  const began = Date.now();
  expect(await send()).toEqual(["send-1", "send-2", "complete"]);
  expect(turn.mock.calls[0]).toEqual(["o", "m", 3, began + 10_000]);
});

test("a call that is to be repeated is when the provider says, and not before", async () => {
  turn.mockResolvedValue({ done: false, againInSeconds: 90 });
  const error = await send().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RetryAfterError);
  expect((error as RetryAfterError).retryAfter).toBe("90");
  expect(turn).toHaveBeenCalledOnce();
});
