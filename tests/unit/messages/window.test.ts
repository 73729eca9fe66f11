import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FACTS } from "@/lib/messages/facts";
import {
  ATTEMPTS_AT_MOST,
  expiresAt,
  firstAttemptDue,
  isUnderWay,
  nextAttemptAt,
  nextMove,
  retryPlan,
} from "@/lib/messages/window";

const HOUR = 3_600_000;
const FIVE_DAYS = 5 * 86_400;
const windowStart = new Date("2026-03-27T10:00:00Z");

const anyWindow = fc.record({
  windowStart: fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
  windowSeconds: fc.integer({ min: 10, max: 30 * 86_400 }),
});

describe("the five days", () => {
  test("hold seven retries, 1, 4, 12, 24, 48, 72 and 96 hours after the first bounce", () => {
    expect(retryPlan(FIVE_DAYS).map((offset) => offset / HOUR)).toEqual([1, 4, 12, 24, 48, 72, 96]);
    expect(ATTEMPTS_AT_MOST).toBe(8);
    expect(expiresAt({ windowStart, windowSeconds: FIVE_DAYS })).toEqual(new Date("2026-04-01T10:00:00Z"));
  });

  test("count in elapsed hours, also over the night when the clocks change", () => {
    const window = { windowStart: new Date("2026-03-28T23:30:00Z"), windowSeconds: FIVE_DAYS };
    expect(nextAttemptAt({ ...window, now: window.windowStart })).toEqual(new Date("2026-03-29T00:30:00Z"));
    expect(nextAttemptAt({ ...window, now: new Date("2026-03-29T00:30:00Z") })).toEqual(
      new Date("2026-03-29T03:30:00Z"),
    );
  });

  test("shrink with the window", () => {
    expect(retryPlan(30)).toEqual([250, 1000, 3000, 6000, 12_000, 18_000, 24_000]);
  });

  test("do not catch up on what passed while the mailing was paused", () => {
    const now = new Date(windowStart.getTime() + 30 * HOUR);
    expect(nextAttemptAt({ windowStart, windowSeconds: FIVE_DAYS, now })).toEqual(
      new Date(windowStart.getTime() + 48 * HOUR),
    );
  });

  test("end with the expiry when no retry is left", () => {
    const now = new Date(windowStart.getTime() + 96 * HOUR);
    expect(nextAttemptAt({ windowStart, windowSeconds: FIVE_DAYS, now })).toBeNull();
    expect(nextMove({ windowStart, windowSeconds: FIVE_DAYS, now })).toEqual({
      kind: "expire",
      at: new Date(windowStart.getTime() + 120 * HOUR),
    });
  });

  test("an attempt that may still arrive is not doubled", () => {
    expect(FACTS.filter(isUnderWay)).toEqual(["queued", "unanswered", "sent", "deferred"]);
  });
});

describe("laws", () => {
  test("due times rise, lie inside the window, and are each met once when looked at in time", () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const met: number[] = [];
        let now = window.windowStart;
        for (;;) {
          const move = nextMove({ ...window, now });
          expect(move.at.getTime()).toBeGreaterThan(now.getTime());
          if (move.kind === "expire") break;
          met.push(move.at.getTime() - window.windowStart.getTime());
          now = move.at;
        }
        expect(met).toEqual(retryPlan(window.windowSeconds));
        expect(met.at(-1)).toBeLessThan(window.windowSeconds * 1000);
        expect(firstAttemptDue(window.windowStart, window.windowSeconds).getTime()).toBe(
          window.windowStart.getTime() + (met[0] ?? 0),
        );
      }),
    );
  });

  test("the next due time is always after now", () => {
    fc.assert(
      fc.property(anyWindow, fc.integer({ min: 0, max: 40 * 86_400_000 }), (window, elapsed) => {
        const now = new Date(window.windowStart.getTime() + elapsed);
        const next = nextAttemptAt({ ...window, now });
        if (next) expect(next.getTime()).toBeGreaterThan(now.getTime());
        else expect(elapsed).toBeGreaterThanOrEqual(retryPlan(window.windowSeconds).at(-1) ?? 0);
      }),
    );
  });
});
