import { describe, expect, test } from "vitest";
import { FACTS, RANK } from "@/lib/messages/facts";
import { ATTEMPTS_AT_MOST, expiresAt, firstAttemptDue, retryPlan } from "@/lib/messages/window";
import fc from "@/tests/support/fast-check";

const HOUR = 3_600_000;
const FIVE_DAYS = 5 * 86_400;
const windowStart = new Date("2026-03-27T10:00:00Z");

describe("the five days", () => {
  test("hold seven retries, 1, 4, 12, 24, 48, 72 and 96 hours after the first bounce", () => {
    expect(retryPlan(FIVE_DAYS).map((offset) => offset / HOUR)).toEqual([1, 4, 12, 24, 48, 72, 96]);
    expect(ATTEMPTS_AT_MOST).toBe(8);
    expect(firstAttemptDue(windowStart, FIVE_DAYS)).toEqual(new Date("2026-03-27T11:00:00Z"));
  });

  test("end after 120 hours, also over the night when the clocks change", () => {
    expect(expiresAt({ windowStart, windowSeconds: FIVE_DAYS })).toEqual(new Date("2026-04-01T10:00:00Z"));
  });

  test("shrink with the window", () => {
    expect(retryPlan(30)).toEqual([250, 1000, 3000, 6000, 12_000, 18_000, 24_000]);
  });

  test("an attempt that may still arrive is not doubled", () => {
    const underWay = FACTS.filter((fact) => RANK[fact] < RANK.unexplained);
    expect(underWay).toEqual(["queued", "unanswered", "sent", "deferred"]);
  });
});

test("due times rise, and lie inside the window", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 30 * 86_400 }), (windowSeconds) => {
      const all = [0, ...retryPlan(windowSeconds), windowSeconds * 1000];
      for (const [place, due] of all.entries()) {
        if (place > 0) expect(due).toBeGreaterThan(all[place - 1] ?? 0);
      }
    }),
  );
});
