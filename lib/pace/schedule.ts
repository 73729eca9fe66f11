import { type SQL, sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";

/**
 * The provider counts in windows of a second. A little air keeps a call out of a full one, although
 * the call that opened it was under way for longer.
 */
const AIR = 1.03;
/**
 * What was written down so much later than now, in seconds, was written before the database's clock
 * jumped back, and its moments jump along. Less may be a transaction that has waited for the row.
 */
const JUMP = 5;
/** So many calls are remembered at most: of more in a second, a late one does not matter. */
const MOST_REMEMBERED = 100;

export type Pace = {
  lane: "provider" | "lookup";
  /** So many calls may be made … */
  remembered: number;
  /** … in so long, in milliseconds: a window of the provider, or a part of one. */
  period: number;
  /** A call that leaves late is to be written down. */
  exact: boolean;
};

/** @param perSecond calls, `MAIL_RATE` or a part of it. */
export function paceOf(lane: Pace["lane"], perSecond: number): Pace {
  const remembered = Math.min(MOST_REMEMBERED, Math.ceil(perSecond));
  const period = (AIR * 1000 * remembered) / perSecond;
  return { lane, remembered, period, exact: perSecond <= MOST_REMEMBERED };
}

/** A call that is written down. Its moment is one between these, by this process's monotonic clock. */
export type Reserved = {
  /** In milliseconds. */
  earliest: number;
  latest: number;
  /** By the database's clock, to the microsecond: its name among the calls of its lane. */
  at: string;
};

/**
 * Each call follows one of the last ones after a period: no window of the provider can hold more.
 *
 * @param count of calls, as many as are remembered at most.
 * @param longest so long, in milliseconds, the first of them is waited for.
 * @returns the next calls in their order, with moments that nobody else has; none if they are too far off.
 */
export function reserve(pace: Pace, count: number, longest: number): Promise<Reserved[]> {
  /* Not waiting for the disk: a power cut may forget a reservation, by then its moment has passed. */
  return written(
    sql`
      insert into provider_pace as p (lane, calls)
      select ${pace.lane}, ${withNext(pace, NONE, count)} from set_config('synchronous_commit', 'off', true)
      on conflict (lane) do update set calls = ${withNext(pace, KEPT, count)}, written_at = clock_timestamp()
      where ${nextAt(pace)} <= clock_timestamp() + ${ms(longest)}`,
    count,
  );
}

/** In how many milliseconds the next call may be made. */
export async function nextCallIn(pace: Pace): Promise<number> {
  const [row] = await asSystem((tx) =>
    tx.execute<{ wait: number }>(sql`
      select extract(epoch from ${nextAt(pace)} - clock_timestamp())::float8 * 1000 as wait
      from provider_pace p where lane = ${pace.lane}`),
  );
  return Math.max(0, row?.wait ?? 0);
}

/**
 * Writes down that a call is made now, and not at its moment.
 *
 * @returns the call, of now; none if others count on its moment already.
 */
export async function madeNow({ lane }: Pace, at: string): Promise<Reserved | undefined> {
  const [made] = await written(
    sql`
      update provider_pace set calls = array_remove(calls, ${at}::timestamptz) || clock_timestamp()
      from set_config('synchronous_commit', 'off', true)
      where lane = ${lane} and ${at}::timestamptz = any (calls)`,
    1,
  );
  return made;
}

/**
 * The quickest answer so far, in milliseconds. So far away is the database: every call of this process is
 * late by that much, which changes no distance between them.
 */
let quickest = Number.POSITIVE_INFINITY;

/** @param statement writes so many calls down as the last ones of their lane, or none. */
async function written(statement: SQL, count: number): Promise<Reserved[]> {
  const asked = performance.now();
  const [row] = await asSystem((tx) =>
    tx.execute<{ calls: string[]; waits: number[] }>(sql`
      ${statement} returning calls[cardinality(calls) - ${count}::int + 1:]::text[] as calls, array(
        select extract(epoch from at - clock_timestamp())::float8 * 1000
        from unnest(calls[cardinality(calls) - ${count}::int + 1:]) with ordinality as c(at, place)
        order by place) as waits`),
  );
  const answered = performance.now();
  quickest = Math.min(quickest, answered - asked);
  return (row?.calls ?? []).map((at, place) => {
    const wait = row?.waits[place] ?? 0;
    return { earliest: asked + quickest + wait, latest: answered + wait, at };
  });
}

/** After a 429: nobody calls before the provider's pause is over. */
export async function pauseCalls(seconds: number): Promise<void> {
  const pace = paceOf("provider", env().MAIL_RATE);
  const over = sql`clock_timestamp() + ${seconds} * interval '1 second'`;
  await asSystem((tx) =>
    tx.execute(sql`
      insert into provider_pace as p (lane, calls) values (${pace.lane}, ${calls(pace, NONE, over)})
      on conflict (lane) do update set calls = ${calls(pace, KEPT, over)}, written_at = clock_timestamp()`),
  );
}

const NONE = sql`'{}'::timestamptz[]`;
/** The calls in the row `p`, by the clock as it goes now. */
const KEPT = sql`array(select at - case when p.written_at > clock_timestamp() + ${JUMP}::int * interval '1 second'
  then p.written_at - clock_timestamp() else interval '0' end from unnest(p.calls) as at)`;

/**
 * The last calls of a lane in their order. Where few were made of late, others are thought of, so that
 * from that moment on the next ones leave at even distances and not in a burst.
 */
function calls({ remembered, period }: Pace, kept: SQL, from: SQL): SQL {
  return sql`(select array_agg(greatest(c.at, ${from} + (i::float8 / ${remembered} - 1) * ${ms(period)}) order by i)
    from generate_series(0, ${remembered}::int - 1) as i
    left join (select at, row_number() over (order by at) - 1 as i from unnest(${kept}) as at) c using (i))`;
}

/** When the next call follows those in the row `p`. */
function nextAt({ period }: Pace): SQL {
  return sql`(select min(at) + ${ms(period)} from unnest(${KEPT}) as at)`;
}

/** The last calls, with the next ones. */
function withNext(pace: Pace, kept: SQL, count: number): SQL {
  return sql`(select calls[${count}::int + 1:] || array(
      select at + ${ms(pace.period)} from unnest(calls[:${count}::int]) as at order by at)
    from (select ${calls(pace, kept, sql`clock_timestamp()`)} as calls) last)`;
}

function ms(milliseconds: number): SQL {
  return sql`${milliseconds}::float8 * interval '1 millisecond'`;
}
