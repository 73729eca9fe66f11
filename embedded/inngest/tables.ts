import type { Database, Queries } from "./sql";

/**
 * Creates what is missing; safe to run by several servers at once and at every start. `lane` is
 * function and concurrency keys in one string: all jobs of a lane compete for the same limits.
 * A job is one thing that a run waits for: a call to the app, or a sleep.
 */
export async function createTables(sql: Database): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('inngest_server.tables'))`;
    await tables(tx);
  });
}

const tables = (tx: Queries) => tx`
create schema if not exists inngest_server;
create sequence if not exists inngest_server.instance_numbers as integer;

create table if not exists inngest_server.instances (
  id integer primary key,
  alive_until timestamptz not null
);
create table if not exists inngest_server.functions (
  id text primary key,
  config json not null,
  archived boolean not null default false
);
create table if not exists inngest_server.crons (
  function_id text not null references inngest_server.functions on delete cascade,
  expression text not null,
  next_at timestamptz not null,
  primary key (function_id, expression)
);
create table if not exists inngest_server.sends (
  seed text primary key,
  ids text[] not null,
  at timestamptz not null default now()
);
create table if not exists inngest_server.unmatched_events (
  id text primary key,
  name text not null,
  event json not null,
  at timestamptz not null default now()
);
create table if not exists inngest_server.run_keys (
  function_id text not null,
  key text not null,
  at timestamptz not null default now(),
  primary key (function_id, key)
);
create table if not exists inngest_server.runs (
  id text primary key,
  function_id text not null,
  status text not null default 'running' check (status in ('running', 'completed', 'failed')),
  version integer not null default -1,
  max_attempts integer not null,
  event json not null,
  output json,
  lane text collate "C" not null,
  keys text[] not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index if not exists runs_ended on inngest_server.runs (ended_at) where ended_at is not null;
create table if not exists inngest_server.steps (
  run_id text not null references inngest_server.runs on delete cascade,
  hash text not null,
  seq bigint generated always as identity,
  value json not null,
  primary key (run_id, hash)
);
create table if not exists inngest_server.jobs (
  id bigint generated always as identity primary key,
  run_id text not null references inngest_server.runs on delete cascade,
  step text not null,
  kind text not null check (kind in ('call', 'sleep')),
  function_id text not null,
  lane text collate "C" not null,
  keys text[] not null,
  due_at timestamptz not null default now(),
  attempt integer not null default 0,
  outages integer not null default 0,
  dispatch integer not null default 0,
  owner integer,
  unique (run_id, step)
) with (fillfactor = 70, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.05);
create index if not exists jobs_waiting on inngest_server.jobs (lane, due_at, id)
  where owner is null and kind = 'call';
create index if not exists jobs_sleeping on inngest_server.jobs (due_at) where kind = 'sleep';
create index if not exists jobs_owned on inngest_server.jobs (owner) where owner is not null;
`;
