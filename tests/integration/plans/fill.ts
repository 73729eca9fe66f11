import type postgres from "postgres";

/** Tables that grow with offices, cards and mailings: none is ever to be read from end to end. */
export const LARGE = [
  "members",
  "mailings",
  "mailing_counts",
  "messages",
  "message_cards",
  "attempts",
  "facts",
  "batches",
  "provider_events",
  "outbox",
  "suppressions",
  "address_problems",
  "erased_addresses",
  "erased_problems",
  "log_entries",
  "refreshes",
  "imports",
  "sessions",
  "login_tokens",
];

const OFFICES = 40;
const CARDS = 1_500;
const MAILINGS = 40;
const MESSAGES = 100;

/**
 * Fills every table that grows, set-based, so that each office holds a small part of it. Triggers are
 * off meanwhile.
 *
 * @returns id of one of the offices.
 */
export async function fillTables(sql: postgres.Sql): Promise<string> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`
      insert into offices (slug, name, reply_to)
      select 'large-' || n, 'Byn ' || n, 'kansli@example.org' from generate_series(1, ${OFFICES}::int) n`;
    await tx`
      insert into members (office_id, first_name, last_name, city, street, email, email_status, updated_at)
      select o.id, (array['Anna', 'Nils', 'Eva', 'Åke'])[1 + n % 4], 'Ek' || n * 7919 % 100000, 'Vasa', 'Bygatan',
        'm' || n || '@' || o.slug || '.example', (case when n % 20 = 0 then 'unconfirmed' when n % 50 = 1
          then 'problem_bounced' else 'confirmed' end)::email_status, now() - n * interval '1 hour' - interval '1 year'
      from offices o, generate_series(1, ${CARDS}::int) n`;
    await tx`
      insert into mailings (office_id, kind, state, subject, body_html, one_per_address, created_at, requested_at, prepared_at,
        completed_at, template, sender_name, mail_from, base_url, key_version, total)
      select o.id, 'mailing', 'sent', 'Höstmöte ' || n, repeat('<p>Kära medlemmar, välkomna till föreningens höstmöte!</p>', 20), n % 2 = 0, at, at, at, at, '{}', o.name, 'utskick@example.org',
        'http://localhost', 1, ${MESSAGES}::int
      from offices o, generate_series(1, ${MAILINGS}::int) n, lateral (select now() - n * interval '1 day' as at) days`;
    await tx`
      insert into messages (office_id, mailing_id, position, address, name, language, "values", status, delivered, attempt_count)
      select m.office_id, m.id, c.position, c.email, c.name, 'sv', '{}',
        (case when c.position % 25 = 3 then 'bounced' else 'sent' end)::message_status, c.position % 25 <> 3, 1
      from mailings m join (
        select office_id, email, first_name || ' ' || last_name as name,
          row_number() over (partition by office_id order by sort_name) - 1 as position
        from members
      ) c on c.office_id = m.office_id and c.position < ${MESSAGES}`;
    await tx`
      insert into message_cards (office_id, message_id, mailing_id, member_id)
      select m.office_id, m.id, m.mailing_id, c.id from messages m
      join members c on c.office_id = m.office_id and c.email = m.address`;
    await tx`
      insert into attempts (id, office_id, message_id, number, provider_id, fact, accepted_at)
      select gen_random_uuid(), office_id, id, 1, gen_random_uuid()::text, 80, now() from messages`;
    await tx`
      insert into facts (office_id, message_id, attempt_id, fact, source, key, occurred_at, recorded_at)
      select office_id, message_id, id, case when n % 25 = 0 then 120 else 80 end, 'event', 'event:' || id, at, at
      from (select *, row_number() over () as n from attempts) a,
        lateral (select now() - n % 400 * interval '1 day' as at) days`;
    await tx`
      insert into batches (office_id, mailing_id, state, chunk, attempt_ids, body_hash, answered_at)
      select office_id, id, 'answered', n, '{}', '', now() - n * interval '20 days' from mailings, generate_series(1, 20) n`;
    await tx`
      insert into provider_events (event_id, type, payload, processed_at, attempt_id, of_office)
      select 'msg_' || id, 'email.delivered', '{}', now(), id, office_id from attempts`;
    await tx`
      insert into outbox (office_id, name, data, sent_at)
      select office_id, 'mailing/requested', '{}', now() from batches`;
    await tx`insert into suppressions (address, problem, since)
      select 's' || n || '@example.org', 'problem_bounced', now() - n * interval '1 hour' from generate_series(1, 40000) n`;
    await tx`
      insert into address_problems (office_id, address, problem)
      select office_id, email, email_status from members where email_status = 'problem_bounced'
      union all
      select o.id, 'p' || n || '@example.org', 'problem_spam' from offices o, generate_series(1, 500) n`;
    await tx`
      insert into erased_addresses (hash, problem, since)
      select sha256(n::text::bytea), 'problem_spam', now() from generate_series(1, 40000) n`;
    await tx`
      insert into erased_problems (office_id, hash, problem)
      select o.id, sha256(n::text::bytea), 'problem_spam' from offices o, generate_series(1, 500) n`;
    await tx`
      insert into log_entries (office_id, actor_kind, actor_name, act, object_name)
      select o.id, 'operator', case when n % 3 = 0 then 'Anna' else 'Driftansvarig' end,
        case when n % 2 = 0 then 'card.created' else 'mailing.sent' end, 'Höstmöte ' || n
      from offices o, generate_series(1, 1000) n`;
    await tx`
      insert into refreshes (office_id, mailing_id, requested_at, total, finished_at)
      select office_id, id, now() - n * interval '1 day', 0, now() from mailings, generate_series(1, 10) n`;
    await tx`
      insert into imports (office_id, file_name, finished_at)
      select o.id, 'lista.csv', now() from offices o, generate_series(1, 300)`;
    await tx`
      insert into users (email, name, password_hash)
      select 'u' || n || '@example.org', 'Kollega ' || n, 'x' from generate_series(1, 2000) n`;
    await tx`
      insert into sessions (user_id, expires_at)
      select id, now() + n * interval '1 day' from users, generate_series(1, 10) n`;
    await tx`
      insert into login_tokens (user_id, purpose, hash, expires_at)
      select id, 'reset', sha256((id::text || n)::bytea), now() + n * interval '1 day' from users, generate_series(1, 5) n`;
  });
  await sql`
    insert into member_counts (office_id, status, count)
    select office_id, email_status::text, count(*) from members group by 1, 2`;
  await sql`
    insert into mailing_counts (office_id, mailing_id, status, count)
    select office_id, mailing_id, status, count(*) from messages group by 1, 2, 3`;
  await sql`vacuum analyze`;
  const [office] = await sql<{ id: string }[]>`select id from offices order by slug limit 1`;
  return office?.id ?? "";
}
