import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { nextMoveSql } from "@/lib/messages/due";
import { retryPlan } from "@/lib/messages/window";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import fc from "@/tests/support/fast-check";

const HOUR = 3_600_000;
const FIVE_DAYS = 5 * 86_400;

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

/**
 * @param elapsed milliseconds since windows began.
 * @returns when the message of each is looked at next, in milliseconds after its beginning; null for never.
 */
async function nextMoves(windowSeconds: number, elapsed: number[]): Promise<(number | null)[]> {
  const rows = await asSystem((tx) =>
    tx.execute<{ at: number | null }>(sql`
      with messages as (
        select place, now() - ms * interval '1 millisecond' as window_started_at
        from unnest(${sql.param(elapsed)}::float8[]) with ordinality as o(ms, place)
      )
      select round(1000 * extract(epoch from ${nextMoveSql(windowSeconds)} - window_started_at))::float8 as at
      from messages order by place`),
  );
  return rows.map(({ at }) => at);
}

test("a retry is made once at each due time, and what passed in a pause is not made up for", async () => {
  const hours = [0, 0.5, 1, 3.9, 4, 30, 95, 96, 119, 120, 500].map((hour) => hour * HOUR);
  const moves = await nextMoves(FIVE_DAYS, hours);
  expect(moves.map((at) => at && at / HOUR)).toEqual([1, 1, 4, 4, 12, 48, 96, 120, 120, null, null]);
});

test("a message is looked at next at the first due time to come, or else at the end of its window", async () => {
  const windows = fc.integer({ min: 10, max: 30 * 86_400 });
  const moments = fc.array(fc.integer({ min: 0, max: 40 * 86_400_000 }), { minLength: 1, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(windows, moments, async (windowSeconds, elapsed) => {
      const all = [...retryPlan(windowSeconds), windowSeconds * 1000];
      const atDueTimes = [...elapsed, ...all];
      const expected = atDueTimes.map((now) => all.find((at) => at > now) ?? null);
      expect(await nextMoves(windowSeconds, atDueTimes)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});
