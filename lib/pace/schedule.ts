import { type SQL, sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";

/**
 * The provider counts in windows of a second. A margin keeps a call out of a full window even if the call
 * that opened it took longer on its way.
 */
const AIR = 1.03;
/**
 * Seconds: a record from further in the future was written before the database's clock jumped back, and its
 * moments are moved along. A smaller difference may come from a transaction that waited for the row.
 */
const JUMP = 5;
/** Most calls that are remembered: at a higher rate a late call does not matter. */
const MOST_REMEMBERED = 100;

export type Pace = {
  lane: "provider" | "lookup";
  /** This many calls may be made … */
  remembered: number;
  /** … in this many milliseconds: a window of the provider, or a part of one. */
  period: number;
  /** Whether a late call has to be recorded. */
  exact: boolean;
};

/** @param perSecond calls, `MAIL_RATE` or a part of it. */
export function paceOf(lane: Pace["lane"], perSecond: number): Pace {
  const remembered = Math.min(MOST_REMEMBERED, Math.ceil(perSecond));
  const period = (AIR * 1000 * remembered) / perSecond;
  return { lane, remembered, period, exact: perSecond <= MOST_REMEMBERED };
}

/** A reserved call. Its moment is between `earliest` and `latest`, by this process's monotonic clock. */
export type Reserved = {
  /** In milliseconds. */
  earliest: number;
  latest: number;
  /** By the database's clock, to the microsecond: identifies the call within its lane. */
  at: string;
};

/**
 * Reserves the next calls. Each follows one of the last calls after one period, so that no window of the
 * provider can hold more.
 *
 * @param count of calls, at most as many as are remembered.
 * @param longest most milliseconds until the first of them.
 * @returns the calls in their order, with moments that nobody else has; none if they are too far away.
 */
export function reserve(pace: Pace, count: number, longest: number): Promise<Reserved[]> {
  /* Not flushed to disk: after a power failure the moment of a lost reservation has passed. */
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
 * Records that a call is made now, and not at its moment.
 *
 * @returns the call with its new moment; undefined if others already rely on the old one.
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
 * The quickest answer of the database so far, in milliseconds. Every call of this process is late by that
 * much, which does not change the distances between them.
 */
let quickest = Number.POSITIVE_INFINITY;

/** @param statement records `count` calls as the last ones of their lane, or none. */
async function written(statement: SQL, count: number): Promise<Reserved[]> {
  const { asked, row, answered } = await asSystem(async (tx) => {
    /* Not before there is a connection: to wait for one makes no call late. */
    const asked = performance.now();
    const [row] = await tx.execute<{ calls: string[]; waits: number[] }>(sql`
      ${statement} returning calls[cardinality(calls) - ${count}::int + 1:]::text[] as calls, array(
        select extract(epoch from at - clock_timestamp())::float8 * 1000
        from unnest(calls[cardinality(calls) - ${count}::int + 1:]) with ordinality as c(at, place)
        order by place) as waits`);
    return { asked, row, answered: performance.now() };
  });
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
/** The calls in the row `p`, corrected if the clock has jumped back. */
const KEPT = sql`array(select at - case when p.written_at > clock_timestamp() + ${JUMP}::int * interval '1 second'
  then p.written_at - clock_timestamp() else interval '0' end from unnest(p.calls) as at)`;

/**
 * The last calls of a lane in order. If few were made recently, imaginary ones fill the gaps, so that the
 * next calls are evenly spaced and do not leave in a burst.
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
