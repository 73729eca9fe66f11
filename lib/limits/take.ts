import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { TooMany } from "@/lib/errors";
import { LIMITS, type LimitName } from "@/lib/limits/limits";
import { log } from "@/lib/log";

/** Seconds by which a clock may be adjusted without any use being given back. */
const ADJUSTED = 60;

/**
 * Counts one use against a limit (generic cell rate algorithm: one row, one statement, one clock for all
 * processes).
 *
 * @param subject whose limit it is: a network address, a login, a person's id.
 * @throws TooMany with the seconds until the next use is allowed; the refused attempt is not counted.
 */
export async function take(name: LimitName, subject: string): Promise<void> {
  const { burst, everySeconds } = LIMITS[name];
  const key = keyOf(name, subject);
  const step = sql`${everySeconds}::float8 * interval '1 second'`;
  const room = sql`${burst * everySeconds}::float8 * interval '1 second'`;
  /* A value beyond the whole limit means that the database's clock has jumped back since. */
  const jumped = sql`clock_timestamp() + ${room} + ${ADJUSTED}::int * interval '1 second'`;
  const spent = sql`case when r.spent_until > ${jumped} then clock_timestamp()
    else greatest(r.spent_until, clock_timestamp()) end`;
  const wait = await asSystem(async (tx) => {
    /* Not flushed to disk: a power failure may forget some uses, and nobody has to wait. */
    await tx.execute(sql`set local synchronous_commit = off`);
    const [taken] = await tx.execute(sql`
      insert into rate_limits as r (key, spent_until) values (${key}, clock_timestamp() + ${step})
      on conflict (key) do update set spent_until = ${spent} + ${step}
        where ${spent} + ${step} <= clock_timestamp() + ${room}
      returning 1`);
    if (taken) return null;
    const [full] = await tx.execute<{ seconds: number }>(sql`
      select ceil(extract(epoch from spent_until + ${step} - ${room} - clock_timestamp()))::int as seconds
      from rate_limits where key = ${key}`);
    return Math.max(1, full?.seconds ?? 1);
  });
  if (wait === null) return;
  log().warn({ limit: name, subject: key.toString("hex", 0, 8), seconds: wait }, "a limit was reached");
  throw new TooMany(wait);
}

/**
 * As `take`, without an exception.
 *
 * @returns whether there was room.
 */
export async function takeIfRoom(name: LimitName, subject: string): Promise<boolean> {
  try {
    await take(name, subject);
    return true;
  } catch (error) {
    if (error instanceof TooMany) return false;
    throw error;
  }
}

/** Gives one use back: the attempt turned out to be legitimate. */
export async function giveBack(name: LimitName, subject: string): Promise<void> {
  await asSystem((tx) =>
    tx.execute(sql`
      update rate_limits set spent_until = spent_until - ${LIMITS[name].everySeconds}::float8 * interval '1 second'
      where key = ${keyOf(name, subject)}`),
  );
}

function keyOf(name: LimitName, subject: string): Buffer {
  return createHmac("sha256", env().AUTH_SECRET[0]).update(`limit ${name}\n${subject}`).digest();
}
