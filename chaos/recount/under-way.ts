import type { Books } from "./books";

/** What still waits for something, by its name; nothing is left when all has come to rest. */
export async function underWay({ own, provider }: Books, officeId: string): Promise<Record<string, number>> {
  const [told] = await provider<{ webhooks: number }[]>`
    select count(*)::int as webhooks from resend_server.events where next_attempt_at is not null`;
  const [row] = await own<Record<string, number>[]>`
    select
      (select count(*) from mailings where office_id = ${officeId}
        and state in ('preparing', 'sending'))::int as mailings,
      (select count(*) from batches where office_id = ${officeId} and state in ('open', 'stale'))::int as batches,
      (select count(*) from messages m join mailings l on l.id = m.mailing_id
        where m.office_id = ${officeId} and (m.status in ('queued', 'deferred', 'soft_bounced')
          or (m.status = 'none' and l.state not in ('cancelled', 'draft'))
          or (m.status = 'sent' and not m.delivered)
          or (m.status = 'unknown' and not exists (
            select from attempts a where a.message_id = m.id and a.fact = 70))))::int as messages,
      (select count(*) from refreshes where office_id = ${officeId} and finished_at is null)::int as refreshes,
      (select count(*) from provider_events where processed_at is null)::int as events,
      (select count(*) from outbox where office_id = ${officeId} and sent_at is null)::int as announcements`;
  return Object.fromEntries(Object.entries({ ...told, ...row }).filter(([, count]) => count > 0));
}
