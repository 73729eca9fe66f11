import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readAnswer } from "@/embedded/inngest/answer";
import { AppHealth } from "@/embedded/inngest/app-health";
import { retryDelay } from "@/embedded/inngest/backoff";
import { dueAfter } from "@/embedded/inngest/duration";

const NOW = Date.parse("2026-02-01T12:00:00Z");
const SECOND = 1000;
const DAY = 86_400 * SECOND;

test("a step is tried again after 15 seconds, and more and more seldom up to two hours", () => {
  for (const [attempt, seconds] of [
    [0, 15],
    [1, 30],
    [4, 300],
    [9, 7200],
    [50, 7200],
  ] as const) {
    const delay = retryDelay(attempt) / SECOND;
    expect(delay).toBeGreaterThanOrEqual(seconds);
    expect(delay).toBeLessThanOrEqual(seconds * 1.1);
  }
});

test.each([
  ["90", NOW + 90 * SECOND],
  ["0", NOW + SECOND],
  ["999999", NOW + DAY],
  ["Sun, 01 Feb 2026 12:05:00 GMT", NOW + 300 * SECOND],
  ["Sun, 01 Feb 2026 11:00:00 GMT", NOW + SECOND],
  ["soon", null],
  [undefined, null],
])("an app that says Retry-After: %s is called again at %s", (header, retryAt) => {
  const headers = { "retry-after": header };
  const answer = { reached: true, status: 500, body: "{}", headers, signed: true } as const;
  expect(readAnswer(answer, NOW)).toMatchObject({ kind: "retry", retryAt });
});

test.each([
  ["", NOW],
  ["1w2d3h4m5s", NOW + (9 * 86_400 + 3 * 3600 + 4 * 60 + 5) * SECOND],
  ["2026-02-01T13:00:00Z", NOW + 3600 * SECOND],
  ["a while", Number.NaN],
])("a sleep of %j ends at %s", (text, at) => {
  expect(dueAfter(text, NOW)).toBe(at);
});

describe("an app that is away", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("is called one at a time and more and more seldom, and as ever once it is back", () => {
    const health = new AppHealth();
    expect(health.allowance()).toBe(Number.POSITIVE_INFINITY);
    const quiet = Array.from({ length: 8 }, () => {
      health.failed();
      return health.quiet();
    });
    expect(quiet).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
    expect(health.allowance()).toBe(0);
    vi.advanceTimersByTime(5000);
    expect(health.allowance()).toBe(1);
    health.succeeded();
    expect(health.quiet()).toBe(0);
    expect(health.allowance()).toBe(Number.POSITIVE_INFINITY);
  });
});
