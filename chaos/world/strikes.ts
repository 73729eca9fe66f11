import type postgres from "postgres";
import { eventually } from "../scenario";

/** `cut` ends the connection in the middle of its transaction; the others are codes of PostgreSQL. */
export type Strikes = Record<"cut" | "40001" | "40P01" | "53100" | "53300", number>;

const TABLES = [
  "mailings",
  "messages",
  "batches",
  "attempts",
  "facts",
  "provider_events",
  "outbox",
  "refreshes",
];

/**
 * Makes writes to the database fail: each writing statement throws a seeded die for each kind of fault in a
 * trigger, so that it strikes in the middle of transactions.
 *
 * @param chances of each kind, 0 to 1
 */
export async function strike(own: postgres.Sql, chances: Partial<Strikes>, seed: number): Promise<void> {
  await own.unsafe(`
    create schema if not exists chaos;
    create table if not exists chaos.faults (code text primary key, chance float8 not null);
    create sequence if not exists chaos.throws;
    create sequence if not exists chaos.strikes minvalue 0 start 0;
    create or replace function chaos.strike() returns trigger language plpgsql security definer as $$
    declare fault record;
    begin
      for fault in select * from chaos.faults order by code loop
        continue when (abs(hashint8(nextval('chaos.throws') * 7919)::bigint) % 10000) >= fault.chance * 10000;
        perform nextval('chaos.strikes');
        if fault.code = 'cut' then
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(1);
        end if;
        raise exception 'struck' using errcode = fault.code;
      end loop;
      return null;
    end $$;
    grant usage on schema chaos to public;`);
  for (const table of TABLES) {
    await own.unsafe(`
      create or replace trigger struck after insert or update on ${table}
        for each statement execute function chaos.strike()`);
  }
  await own`select setval('chaos.throws', ${seed % 1_000_000} + 1)`;
  for (const [code, chance] of Object.entries(chances)) {
    await own`insert into chaos.faults values (${code}, ${chance})`;
  }
}

/** How often it has struck so far. */
export async function strikes(own: postgres.Sql): Promise<number> {
  const [row] = await own<{ count: number }[]>`select last_value::int as count from chaos.strikes`;
  return row?.count ?? 0;
}

/** Removes the faults. */
export async function strikeNoMore(own: postgres.Sql): Promise<void> {
  await own`delete from chaos.faults`;
  for (const table of TABLES) {
    /* One table at a time, with a short lock time-out, so that writes can continue meanwhile. */
    await eventually("the triggers are gone", async () => {
      await own.unsafe(
        `set lock_timeout = '200ms'; drop trigger if exists struck on ${table}; reset lock_timeout`,
      );
      return true;
    });
  }
  await own.unsafe("drop schema chaos cascade");
}
