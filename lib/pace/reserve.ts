import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { anyUnderWay } from "@/lib/mailings/under-way";

/**
 * The provider counts in windows of a second. A little air keeps a call out of a full one, although
 * the call that opened it was under way for longer.
 */
const AIR = 1.03;
/** Look-ups take at most a fifth of the provider's rate while anything is being sent. */
const LOOKUP_SHARE = 5;
/**
 * What was written down so much later than now, in seconds, was written before the database's clock
 * jumped back, and its moments jump along. Less may be a transaction that has waited for the row.
 */
const JUMP = 5;
/** How far ahead of its moment a call may be got ready, in milliseconds. */
const AHEAD = 250;
/** So late, in milliseconds, a call may leave. */
const PUNCTUAL = 15;

export type Turn = {
  /**
   * Waits for the moment and makes the call. A call that is not ready in time lets its turn go and takes
   * another: it would come into the window of the calls after it.
   */
  take<T>(call: () => Promise<T>): Promise<T>;
};

/**
 * Reserves the next call to the provider. The pace is kept in the database, so that all processes
 * share one rate (`MAIL_RATE` calls a second).
 *
 * @param lane `send` for mail that goes out; `lookup` for questions, which yield to it.
 * @returns the turn, a little ahead of its moment: there is time to write down that the call is made.
 */
export async function reserveCall(lane: "send" | "lookup"): Promise<Turn> {
  const interval = (AIR * 1000) / env().MAIL_RATE;
  if (lane === "lookup") await until((await reserve("lookup", interval * (await lookupShare()))).due);
  const reserved = await reserve("provider", interval);
  await until(reserved.due - AHEAD);
  return {
    async take(call) {
      let { due, binding } = reserved;
      await until(due);
      while (binding && performance.now() - due > PUNCTUAL) {
        ({ due, binding } = await reserve("provider", interval));
        await until(due);
      }
      return call();
    },
  };
}

/** `next_at` of the row `p`, by the clock as it goes now. */
const NEXT_AT = sql`(case when p.written_at > clock_timestamp() + ${JUMP}::int * interval '1 second'
  then p.next_at - (p.written_at - clock_timestamp()) else p.next_at end)`;

type Reserved = {
  /** By this process's monotonic clock, in milliseconds. */
  due: number;
  /** There are calls just before this one: the pace is what it waits for. */
  binding: boolean;
};

/**
 * After a pause the second call comes later than the pace asks: much else begins with the first, so it
 * may leave late, and with it opens the provider's window.
 */
async function reserve(lane: "provider" | "lookup", intervalMs: number): Promise<Reserved> {
  /* Where nothing waits for the pace, a high rate shall cost no time. */
  const ahead = Math.min(AHEAD, intervalMs);
  const ms = (milliseconds: number) => sql`${milliseconds}::float8 * interval '1 millisecond'`;
  const [row] = await asSystem((tx) =>
    /* Not waiting for the disk: a power cut may forget a reservation, by then its moment has passed. */
    tx.execute<{ wait: number }>(sql`
      insert into provider_pace as p (lane, call_at, next_at, written_at)
      select ${lane}, at + ${ms(ahead)}, at + ${ms(2 * ahead + intervalMs)}, at
      from clock_timestamp() as at, set_config('synchronous_commit', 'off', true)
      on conflict (lane) do update set
        call_at = greatest(${NEXT_AT}, excluded.call_at),
        next_at = case when ${NEXT_AT} > excluded.call_at then ${NEXT_AT} + ${ms(intervalMs)} else excluded.next_at end,
        written_at = clock_timestamp()
      returning extract(epoch from call_at - clock_timestamp())::float8 * 1000 as wait`),
  );
  const wait = row?.wait ?? 0;
  return { due: performance.now() + wait, binding: wait > ahead };
}

async function until(moment: number): Promise<void> {
  const wait = moment - performance.now();
  if (wait > 0) await sleep(Math.ceil(wait));
}

async function lookupShare(): Promise<number> {
  return (await asSystem(anyUnderWay)) ? LOOKUP_SHARE : 1;
}

/** After a 429: nobody calls before the provider's pause is over. */
export async function pauseCalls(seconds: number): Promise<void> {
  await asSystem((tx) =>
    tx.execute(sql`
      insert into provider_pace as p (lane, call_at, next_at)
      values ('provider', clock_timestamp(), clock_timestamp() + ${seconds} * interval '1 second')
      on conflict (lane) do update set
        next_at = greatest(${NEXT_AT}, clock_timestamp() + ${seconds} * interval '1 second'),
        written_at = clock_timestamp()`),
  );
}
