import { faulty, type Laws } from "@/tests/integration/life/laws/laws";

/** Of cards and addresses. */
export const OF_CARDS: Laws = {
  /* Domain, "E-mail status of a card", rules 2 to 4; decision 11. */
  async "a card shows what is known of its address"({ sql }) {
    const rows = await sql`
      select c.id, c.office_id, c.email, c.email_status as status, p.problem as own, s.problem as suppressed
      from members c
      left join address_problems p on p.office_id = c.office_id and p.address = c.email
      left join suppressions s on s.address = c.email
      where c.email_status is distinct from case
        when c.email is null then null
        when p.problem is not null then p.problem
        when s.problem is not null then 'problem_blocked'
        when c.email_status::text like 'problem%' then 'unconfirmed'
        else c.email_status end`;
    return faulty(rows);
  },

  /* Domain, "Confirmation": consent comes from the person alone, and not for another address. */
  async "a confirmed card was confirmed since it got its address"({ sql }) {
    const rows = await sql`
      select c.id, c.email, c.email_status_at, c.office_id from members c
      where c.email_status = 'confirmed' and not exists (
        select from life_given g where g.card = c.id
          and not exists (select from life_resets r where r.card = c.id and r.at > g.at)
      ) and not exists (
        select from life_clicks k join life_asked q on q.message = k.message join messages m on m.id = k.message
        where q.card = c.id and m.address = c.email
          and not exists (select from life_resets r where r.card = c.id and r.at > q.at))`;
    return faulty(rows);
  },

  /* Domain, "E-mail status of a card": a confirmation request was sent, or is being sent. */
  async "a card that was asked has a request"({ sql }) {
    const rows = await sql`
      select c.id, c.email, c.office_id from members c
      where c.email_status = 'confirmation_requested' and not exists (
        select from life_asked q join messages m on m.id = q.message
        join mailings l on l.id = m.mailing_id and l.kind = 'confirmation_request'
        where q.card = c.id and m.address = c.email
          and not exists (select from life_resets r where r.card = c.id and r.at > q.at))`;
    return faulty(rows);
  },

  /* Decision 1: what a message has found is remembered, unless the operator has lifted it or nobody may know it. */
  async "what a message found is known of its address"({ sql }) {
    const rows = await sql`
      select distinct m.address, m.problem, m.office_id from messages m
      where m.problem is not null and m.address <> ''
        and not exists (select from lifts)
        and not exists (select from address_problems p where p.office_id = m.office_id and p.address = m.address)
        and not exists (select from erased_problems p where p.office_id = m.office_id)`;
    return faulty(rows);
  },

  /* Decision 4: nothing that is done in one office reaches another, but that its addresses are blocked. */
  async "a bystander stays as it is"({ sql, bystander, bystanders }) {
    const cards = await sql`
      select id, first_name, last_name, email, notes, updated_at = created_at as untouched from members
      where office_id = ${bystander.id} order by id`;
    const mailings = await sql`select id, subject from mailings where office_id = ${bystander.id}`;
    return [...(JSON.stringify(cards) === bystanders ? [] : ["its cards were changed"]), ...faulty(mailings)];
  },
};
