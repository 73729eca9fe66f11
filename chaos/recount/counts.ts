import type { Books } from "./books";

/** The kept counts of messages and cards equal a recount, and so do the problems of addresses. */
export async function recountCounts({ own }: Books, officeId: string): Promise<string[]> {
  const counts = await own<{ what: string; kept: number; counted: number }[]>`
    with kept as (
      select 'messages ' || mailing_id || ' ' || status as what, count from mailing_counts where office_id = ${officeId}
      union all select 'cards ' || status, count from member_counts where office_id = ${officeId}
    ), counted as (
      select 'messages ' || mailing_id || ' ' || status as what, count(*)::int as count
      from messages where office_id = ${officeId} group by 1
      union all select 'cards ' || coalesce(email_status::text, 'none'), count(*)::int
      from members where office_id = ${officeId} group by 1
    )
    select what, coalesce(k.count, 0) as kept, coalesce(c.count, 0) as counted
    from kept k full join counted c using (what) where coalesce(k.count, 0) <> coalesce(c.count, 0)`;
  const problems = await own<{ address: string; kept: string | null }[]>`
    select distinct m.address, p.problem as kept
    from messages m left join address_problems p on p.office_id = m.office_id and p.address = m.address
    where m.office_id = ${officeId} and m.problem is not null and p.problem is null`;
  const cards = await own<{ email: string }[]>`
    select c.email from members c join address_problems p on p.office_id = c.office_id and p.address = c.email
    where c.office_id = ${officeId} and c.email_status is distinct from p.problem`;
  return [
    ...counts.map(({ what, kept, counted }) => `${what}: ${kept} kept, ${counted} counted`),
    ...problems.map(({ address }) => `the problem of ${address} is not remembered`),
    ...cards.map(({ email }) => `the card of ${email} does not show its problem`),
  ];
}
