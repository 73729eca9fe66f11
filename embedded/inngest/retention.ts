import type { Database } from "./sql";

/**
 * Deletes runs that ended three days ago with their steps, and idempotency keys of events and sends after
 * their 24 hours.
 */
export async function deleteExpired(sql: Database): Promise<void> {
  await sql`delete from inngest_server.run_keys where at < now() - interval '24 hours'`;
  await sql`delete from inngest_server.sends where at < now() - interval '24 hours'`;
  await sql`delete from inngest_server.unmatched_events where at < now() - interval '1 hour'`;
  for (let deleted = 5000; deleted === 5000; ) {
    const runs = await sql`
      delete from inngest_server.runs where id in (
        select id from inngest_server.runs where ended_at < now() - interval '3 days' limit 5000)`;
    deleted = runs.count;
  }
}
