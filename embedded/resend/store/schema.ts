import type postgres from "postgres";

/**
 * Makes the tables of the mail server where they are missing.
 *
 * A request's body is kept once, as it came (deflated); its mails point into it by position. An event is written
 * when its mail is accepted, with the time at which it happens; `next_attempt_at` is its place in the
 * webhook queue, null when there is nothing (more) to deliver. One statement writes a request, its mails
 * and their events, so that foreign keys between them would only cost a quarter of its time.
 */
export async function ensureSchema(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('resend_server'))`;
    await tx.unsafe(TABLES);
  });
}

const TABLES = `
create schema if not exists resend_server;

create table if not exists resend_server.requests (
  id uuid primary key,
  body bytea not null
);

alter table resend_server.requests alter column body set storage external;

create table if not exists resend_server.emails (
  seq bigint generated always as identity primary key,
  id uuid not null unique,
  request_id uuid not null,
  position integer,
  created_at timestamptz not null default now(),
  from_address text not null,
  to_addresses text[] not null,
  cc text[],
  bcc text[],
  reply_to text[],
  subject text not null,
  tags jsonb not null,
  receivers text[] not null,
  words tsvector not null,
  idempotency_key text
);
create index if not exists emails_words on resend_server.emails using gin (words);

create table if not exists resend_server.events (
  seq bigint generated always as identity primary key,
  webhook_id uuid not null default gen_random_uuid(),
  email_seq bigint,
  receiver text,
  type text not null,
  detail jsonb,
  happens_at timestamptz not null,
  next_attempt_at timestamptz,
  attempts integer not null default 0,
  delivered_at timestamptz,
  last_answer text
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
create index if not exists events_of_email on resend_server.events (email_seq, happens_at, seq);
create index if not exists events_due on resend_server.events (next_attempt_at) where next_attempt_at is not null;

create table if not exists resend_server.idempotency_keys (
  key text primary key,
  fingerprint text not null,
  answer json not null,
  accepted_at timestamptz not null default now()
);

create table if not exists resend_server.suppressions (
  seq bigint generated always as identity primary key,
  id uuid not null unique default gen_random_uuid(),
  email text not null unique,
  origin text not null check (origin in ('bounce', 'complaint', 'manual')),
  source_id uuid,
  created_at timestamptz not null default now()
);

create table if not exists resend_server.soft_receivers (
  address text primary key,
  mails integer not null
);

create table if not exists resend_server.unsubscribes (
  seq bigint generated always as identity primary key,
  email_seq bigint not null references resend_server.emails,
  at timestamptz not null default now(),
  url text not null,
  outcome text not null
);
create index if not exists unsubscribes_of_email on resend_server.unsubscribes (email_seq);
`;
