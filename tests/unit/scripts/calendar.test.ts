import { describe, expect, it } from "vitest";
import { formatDateTime } from "@/lib/i18n/format";
import { daysAgo, saturdayAgo } from "@/scripts/demo/calendar";

/* Just after and before midnight in Finland, and days on both sides of the clock's changes. */
const MOMENTS = [
  "2026-11-22T22:00:00Z",
  "2026-11-23T02:42:00Z",
  "2026-11-23T21:59:59Z",
  "2026-10-25T12:00:00Z",
  "2026-03-29T12:00:00Z",
  "2027-01-01T00:30:00Z",
].map((at) => new Date(at));

describe("daysAgo", () => {
  it("counts days by Finland's calendar", () => {
    expect(formatDateTime(daysAgo(new Date("2026-11-22T22:00:00Z"), 1, "18.04"))).toBe(
      "22.11.2026 kl.\u00a018.04",
    );
    expect(formatDateTime(daysAgo(new Date("2026-11-22T21:59:00Z"), 1, "18.04"))).toBe(
      "21.11.2026 kl.\u00a018.04",
    );
  });

  it.each(MOMENTS)("keeps the time by the clock and lies in the past, seen from %s", (now) => {
    for (const days of [1, 2, 3, 24, 35, 200]) {
      const at = daysAgo(now, days, "18.04");
      expect(formatDateTime(at)).toMatch(/ kl\.\u00a018\.04$/);
      expect(at.getTime()).toBeLessThan(now.getTime());
    }
  });
});

it.each(MOMENTS)("finds a Saturday within a week, seen from %s", (now) => {
  const day = saturdayAgo(now, 12);
  expect(day.getUTCDay()).toBe(6);
  expect(day.getTime()).toBeLessThanOrEqual(daysAgo(now, 12, "12.00").getTime());
  expect(day.getTime()).toBeGreaterThan(daysAgo(now, 19, "12.00").getTime());
});
