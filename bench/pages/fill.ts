import type postgres from "postgres";

export type Size = { cards: number; messages: number };

/** Mailings to everybody; the rest of the messages stand in mailings to a few. */
const TO_ALL = 4;
const TO_FEW = 200;

/**
 * Fills an office by set-based statements: cards of all statuses, mailings to everybody and to a few.
 * Triggers are disabled meanwhile, and what they maintain is counted at the end.
 *
 * @returns id of a mailing to everybody.
 */
export async function fillOffice(owner: postgres.Sql, slug: string, size: Size): Promise<string> {
  const few = (size.messages - TO_ALL * size.cards) / TO_FEW;
  const [office] = await owner<{ id: string }[]>`select id from offices where slug = ${slug}`;
  if (!office) throw new Error(`there is no office ${slug}`);
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`
      insert into members (office_id, first_name, last_name, organisation, street, postal_code, city, email, email_status,
        created_at, updated_at)
      select ${office.id}, (array['Anna', 'Nils', 'Eva', 'Åke', 'Märta', 'Östen', 'Karin', 'Jan'])[1 + n % 8],
        (array['Ek', 'Berg', 'Ahlskog', 'Öhman', 'Åström', 'Sund', 'Lind'])[1 + n % 7] || lpad((n * 7919 % ${size.cards})::text, 6, '0'),
        case when n % 9 = 0 then 'Hembygdsföreningen' else '' end, 'Bygatan ' || n % 200, (65000 + n % 900)::text,
        (array['Vasa', 'Ekenäs', 'Jakobstad', 'Åbo', 'Borgå'])[1 + n % 5], 'm' || n || '@example.org',
        (case when n % 20 = 0 then 'unconfirmed' when n % 50 = 1 then 'problem_bounced' else 'confirmed' end)::email_status,
        written_at, written_at
      from generate_series(0, ${size.cards - 1}::int) n, lateral (select now() - interval '1 year' as written_at) as written`;
    await tx`
      insert into mailings (office_id, kind, state, subject, body_html, created_by_name, created_at, requested_at,
        prepared_at, completed_at, template, sender_name, mail_from, base_url, key_version, total)
      select ${office.id}, 'mailing', 'sent', 'Höstmöte ' || n, '<p>Hej</p>', 'Bänken', at, at, at, at, '{}', 'Bänken',
        'utskick@example.org', 'http://localhost', 1, case when n <= ${TO_ALL} then ${size.cards}::int else ${few}::int end
      from generate_series(1, ${TO_ALL + TO_FEW}::int) n, lateral (select now() - n * interval '1 day' as at) as days`;
    await tx`
      insert into messages (office_id, mailing_id, position, address, name, language, "values", status, delivered, attempt_count)
      select ${office.id}, m.id, c.position, c.email, c.name, 'sv', '{"förnamn": "Anna", "efternamn": "Ek", "ort": "Vasa"}',
        (case when c.position % 40 = 0 then 'soft_bounced' when c.position % 100 = 3 then 'bounced' else 'sent' end)::message_status,
        c.position % 40 <> 0, 1
      from mailings m
      join (
        select email, first_name || ' ' || last_name as name, row_number() over (order by sort_name, id) - 1 as position
        from members where office_id = ${office.id}
      ) c on c.position < m.total
      where m.office_id = ${office.id}`;
    await tx`
      insert into message_cards (office_id, message_id, mailing_id, member_id)
      select m.office_id, m.id, m.mailing_id, c.id from messages m
      join members c on c.office_id = m.office_id and c.email = m.address
      where m.office_id = ${office.id}`;
  });
  await owner`
    insert into member_counts (office_id, status, count)
    select office_id, email_status::text, count(*) from members where office_id = ${office.id} group by 1, 2`;
  await owner`
    insert into mailing_counts (office_id, mailing_id, status, count)
    select office_id, mailing_id, status, count(*) from messages where office_id = ${office.id} group by 1, 2, 3`;
  for (const table of ["members", "mailings", "messages", "message_cards", "mailing_counts"]) {
    await owner.unsafe(`vacuum analyze ${table}`);
  }
  /* Otherwise the new data would be written to disk while the pages are measured. */
  await owner`checkpoint`;
  const [first] = await owner<{ id: string }[]>`
    select id from mailings where office_id = ${office.id} and total = ${size.cards} order by created_at desc limit 1`;
  return first?.id ?? "";
}
