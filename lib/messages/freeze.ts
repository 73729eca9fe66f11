import { type SQL, sql } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { idInOrder } from "@/lib/db/uuids";
import { type Audience, audienceCondition } from "@/lib/members/audience";
import { notAskedLately } from "@/lib/messages/asked";
import { getsMessage, onePerAddress, recipientsOf } from "@/lib/messages/recipient";

export type Frozen = { total: number; skippedUnconfirmed: number; skippedWithoutAddress: number };

type Scope = { officeId: string; mailingId: string; audience: Audience };

/**
 * Writes a message for each confirmed card of the view, or for each address, and a blocked one for
 * each card with a problem. Cards that are not confirmed or have no address are counted.
 */
export async function freezeRecipients(
  tx: Tx,
  scope: Scope & { onePerAddress: boolean },
  office: { name: string },
): Promise<Frozen> {
  return writeMessages(tx, scope, {
    chosen: audienceCondition(scope.audience),
    receives: getsMessage,
    recipients: recipientsOf(scope, sql`${office.name}::text`),
  });
}

/**
 * Writes one message per address that is to be asked, for all cards of the office that carry it;
 * these are shown as asked from now on. An address that was asked in the last 24 hours is left out
 * (domain rule).
 */
export async function freezeConfirmationRecipients(tx: Tx, scope: Scope): Promise<Frozen> {
  const { officeId, mailingId, audience } = scope;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`confirmation ${officeId}`}))`);
  const asked = sql`select email from ${members} where office_id = ${officeId} and ${audienceCondition(audience)}`;
  const toAsk = sql`c.email_status in ('unconfirmed', 'confirmation_requested') and ${notAskedLately}`;
  const { total } = await writeMessages(tx, scope, {
    chosen: sql`email in (${asked})`,
    receives: toAsk,
    recipients: onePerAddress(sql`'{}'::jsonb`),
  });
  /* A card that has got another address since the messages were written is not asked by them. */
  await tx.execute(sql`
    update members c set email_status = 'confirmation_requested', email_status_at = now()
    from message_cards mc join messages m on m.id = mc.message_id and m.office_id = mc.office_id
    where mc.mailing_id = ${mailingId} and mc.member_id = c.id and c.email = m.address
      and c.email_status = 'unconfirmed'`);
  return { total, skippedUnconfirmed: 0, skippedWithoutAddress: 0 };
}

type Recipe = { chosen: SQL; receives: SQL; recipients: SQL };

/**
 * Waits for a card that is being removed at this moment; it gets no message if it is removed.
 *
 * @returns how many messages there are, and how many of the individually chosen cards get none.
 */
async function writeMessages(tx: Tx, { officeId, mailingId }: Scope, recipe: Recipe): Promise<Frozen> {
  const [row] = await tx.execute<Frozen>(sql`
    with chosen as (
      select * from ${members} where office_id = ${officeId} and ${recipe.chosen} for key share
    ), receiving as (
      select * from chosen c where c.email is not null and (${recipe.receives})
    ), recipients as (${recipe.recipients}
    ), ordered as (
      select r.*, (row_number() over (order by r.sort_name, r.tie) - 1)::int as position from recipients r
    ), placed as materialized (
      select o.*, ${idInOrder(sql`o.position`)} as id from ordered o
    ), written as (
      insert into messages (id, office_id, mailing_id, position, address, name, language, values,
        blocked_from_start, status, reason)
      select id, ${officeId}, ${mailingId}, position, address, name, language, values, blocked,
        case when blocked then 'blocked'::message_status else 'none' end,
        case when blocked then '{"code": "address_blocked"}'::jsonb end
      from placed
    ), carded as (
      insert into message_cards (office_id, message_id, mailing_id, member_id)
      select ${officeId}, p.id, ${mailingId}, card from placed p, unnest(p.cards) as card
    )
    select (select count(*)::int from placed) as total,
      (count(*) filter (where email_status in ('unconfirmed', 'confirmation_requested')))::int as "skippedUnconfirmed",
      (count(*) filter (where email_status is null))::int as "skippedWithoutAddress"
    from chosen`);
  if (!row) throw new Error("a count always has a row");
  return row;
}
