import type postgres from "postgres";
import { expect } from "vitest";

/** Waits until this many statements in a test's database wait for a lock. */
export async function lockWaits(sql: postgres.Sql, count = 1): Promise<void> {
  const waiting = () => sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await waiting()).length, { interval: 20 }).toBeGreaterThanOrEqual(count);
}
