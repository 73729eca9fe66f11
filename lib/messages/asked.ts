import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";

/**
 * No confirmation mail to the address of the card `c` from its office in the last 24 hours (domain,
 * "Confirmation"), and none that is yet to leave, or may be: in a mailing that is held, after a call whose outcome
 * is not known, or after a temporary bounce.
 */
export const notAskedLately = sql`not exists (
  select from messages asked join mailings am on am.id = asked.mailing_id and am.office_id = asked.office_id
  where asked.address = c.email and asked.office_id = c.office_id and am.kind = 'confirmation_request' and (
      (asked.status in ('none', 'queued', 'unknown') and am.state in ('preparing', 'sending', 'paused'))
      or (asked.status = 'soft_bounced' and asked.next_attempt_at is not null)
      or exists (
        select from attempts a where a.message_id = asked.id and a.office_id = asked.office_id
          and a.created_at > now() - interval '24 hours')))`;

/**
 * The card `c` waits for the answer to a request that was written at `at`: it was asked then or earlier. An
 * address that was taken off and put back was reset in between and has to be asked again (domain, "E-mail
 * status of a card", rule 1).
 */
export function waitsForAnswer(at: SQL): SQL {
  return sql`(c.email_status = 'confirmation_requested' and coalesce(c.email_status_at, '-infinity') <= ${at})`;
}

/**
 * Nobody was asked by what never left: of the cancelled mailing, the cards that this very request had made
 * "asked" are unconfirmed again.
 */
export async function takeBackAsking(tx: Tx, mailingId: string): Promise<void> {
  await tx.execute(sql`
    update members set email_status = 'unconfirmed', email_status_at = now()
    where id in (
      select c.id from mailings am
      join messages m on m.mailing_id = am.id and m.office_id = am.office_id
      join message_cards mc on mc.message_id = m.id and mc.office_id = m.office_id
      join members c on c.id = mc.member_id and c.office_id = mc.office_id
      where am.id = ${mailingId} and am.kind = 'confirmation_request' and am.state = 'cancelled'
        and m.status = 'none' and c.email = m.address
        and c.email_status = 'confirmation_requested' and c.email_status_at = m.created_at
        and not exists (select from attempts a where a.message_id = m.id and a.office_id = m.office_id)
      order by c.id for update of c)`);
}
