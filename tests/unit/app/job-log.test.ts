import { RetryAfterError } from "inngest";
import { beforeEach, expect, it, vi } from "vitest";
import { inngest } from "@/lib/events";

const lines = vi.hoisted(() => ({ error: vi.fn(), info: vi.fn() }));
vi.mock("@/lib/log", () => ({ log: () => lines }));

beforeEach(() => vi.clearAllMocks());

it("writes a job that failed into the app's own log, for whoever watches it", () => {
  const failed = { err: new RangeError("no link key of version 1") };
  inngest.logger.error(failed, "Inngest step error");
  expect(lines.error).toHaveBeenCalledExactlyOnceWith(failed, "Inngest step error");
});

it("alarms nobody when the provider has asked for a pause", () => {
  const pause = { err: new RetryAfterError("the provider is to be called again", 1000) };
  inngest.logger.error(pause, "Inngest step error");
  expect(lines.error).not.toHaveBeenCalled();
  expect(lines.info).toHaveBeenCalledExactlyOnceWith(pause, "Inngest step error");
});
