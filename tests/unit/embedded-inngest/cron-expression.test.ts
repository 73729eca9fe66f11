import { expect, test } from "vitest";
import { parseCron } from "@/embedded/inngest/cron-expression";

test.each([
  ["*/5 * * * *", "2026-12-31T23:55:00Z", "2027-01-01T00:00:00Z"],
  ["0 9 * * *", "2026-03-28T12:00:00Z", "2026-03-29T09:00:00Z"],
  ["0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"],
  ["TZ=Europe/Helsinki 0 9 * * *", "2026-03-28T12:00:00Z", "2026-03-29T06:00:00Z"],
  ["TZ=Europe/Helsinki 0 9 * * *", "2026-10-24T12:00:00Z", "2026-10-25T07:00:00Z"],
  ["TZ=Europe/Helsinki 0 9 * * 1-5", "2026-11-27T07:00:00Z", "2026-11-30T07:00:00Z"],
])("the tick of %s that is later than %s is at %s", (expression, after, tick) => {
  const { problem, next } = parseCron(expression);
  expect(problem).toBeNull();
  expect(next(new Date(after))).toEqual(new Date(tick));
});
