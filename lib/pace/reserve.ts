import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { anyUnderWay } from "@/lib/mailings/under-way";

/**
 * The provider counts in windows of a second. A little air keeps a call out of a full one, although
 * the call that opened it was late: by 30 ms at the usual ten a second.
 */
const AIR = 1.03;
/** Look-ups take at most a fifth of the provider's rate while anything is being sent. */
const LOOKUP_SHARE = 5;

/**
 * Reserves the next call to the provider and waits for its moment. The pace is kept in the database,
 * so that all processes share one rate (`MAIL_RATE` calls a second).
 *
 * @param lane `send` for mail that goes out; `lookup` for questions, which yield to it.
 */
export async function reserveCall(lane: "send" | "lookup"): Promise<void> {
  const interval = (AIR * 1000) / env().MAIL_RATE;
  if (lane === "lookup") await waitFor("lookup", interval * (await lookupShare()));
  await waitFor("provider", interval);
}

async function waitFor(lane: string, intervalMs: number): Promise<void> {
  const wait = await asSystem(async (tx) => {
    /* Not waiting for the disk: a power cut may forget a reservation, by then its moment has passed. */
    const [row] = await tx.execute<{ wait: number }>(sql`
      insert into provider_pace as p (lane, next_at)
      select ${lane}, clock_timestamp() + ${intervalMs} * interval '1 millisecond'
      from set_config('synchronous_commit', 'off', true)
      on conflict (lane) do update
        set next_at = greatest(p.next_at, clock_timestamp()) + ${intervalMs} * interval '1 millisecond'
      returning extract(epoch from next_at - clock_timestamp())::float8 * 1000 - ${intervalMs}::float8 as wait`);
    return row?.wait ?? 0;
  });
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(wait)));
}

async function lookupShare(): Promise<number> {
  return (await asSystem(anyUnderWay)) ? LOOKUP_SHARE : 1;
}

/** After a 429: nobody calls before the provider's pause is over. */
export async function pauseCalls(seconds: number): Promise<void> {
  await asSystem((tx) =>
    tx.execute(sql`
      insert into provider_pace as p (lane, next_at)
      values ('provider', clock_timestamp() + ${seconds} * interval '1 second')
      on conflict (lane) do update
        set next_at = greatest(p.next_at, clock_timestamp() + ${seconds} * interval '1 second')`),
  );
}
