import { sql } from "drizzle-orm";
import { withOffice } from "../../lib/db/tenant";

/**
 * Writes into an office's log what its history shows: mailings, requests, and members' answers.
 *
 * @param from the head office that the author came from; null in the head office itself.
 */
export async function tellHistory(officeId: string, from: string | null): Promise<void> {
  await withOffice(officeId, async (tx) => {
    await tx.execute(sql`
      insert into log_entries (office_id, at, actor_kind, actor_id, actor_name, actor_from, act, object_id, object_name, details)
      select office_id, requested_at, 'colleague', created_by, created_by_name, ${from}::text,
        case kind when 'mailing' then 'mailing.sent' else 'mailing.asked' end, id, subject,
        jsonb_build_object('count', total)
      from mailings where requested_at is not null
      union all
      select office_id, completed_at, 'colleague', created_by, created_by_name, ${from}::text,
        'mailing.cancelled', id, subject, '{}'
      from mailings where state = 'cancelled'`);
    await tx.execute(sql`
      insert into log_entries (office_id, at, actor_kind, act, object_id, object_name)
      select office_id, email_status_at, 'member', 'card.confirmed', id,
        coalesce(nullif(btrim(first_name || ' ' || last_name), ''), organisation)
      from members where email_status = 'confirmed'`);
  });
}
