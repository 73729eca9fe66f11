import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { BETWEEN_NAMES, shownName } from "@/lib/messages/recipient";

/**
 * The messages that have to be blanked when a card is erased, and the addresses in them: those that stood
 * for the card, and those to its address that stood for a card that is gone (a double that was removed):
 * where they name it, or stand for no card any more and nobody else in the register has the address.
 *
 * @param card as it is, still in the register.
 */
export async function messagesToBlank(
  tx: Tx,
  officeId: string,
  card: { id: string; email: string | null },
): Promise<{ messageIds: string[]; addresses: string[] }> {
  const rows = await tx.execute<{ id: string; address: string }>(sql`
    with own as (
      select m.id, m.address from message_cards mc
      join messages m on m.id = mc.message_id and m.office_id = mc.office_id
      where mc.member_id = ${card.id} and mc.office_id = ${officeId}
    ), addresses as (
      select address from own where address <> '' union select ${card.email}::text where ${card.email}::text is not null
    )
    select id, address from own
    union
    select m.id, m.address from messages m join addresses a on a.address = m.address
    cross join lateral (
      select bool_or(mc.member_id is null) as gone, count(mc.member_id) as left from message_cards mc
      where mc.message_id = m.id and mc.office_id = m.office_id
    ) cards
    where m.office_id = ${officeId} and cards.gone
      and (
        (select ${shownName} from members c where c.id = ${card.id} and c.office_id = ${officeId})
          = any (string_to_array(m.name, ${BETWEEN_NAMES}))
        or (cards.left = 0 and not exists (
          select from members c
          where c.office_id = ${officeId} and c.email = m.address and c.id <> ${card.id})))`);
  const addresses = new Set(rows.map(({ address }) => address).filter(Boolean));
  if (card.email !== null) addresses.add(card.email);
  return { messageIds: rows.map(({ id }) => id), addresses: [...addresses] };
}
