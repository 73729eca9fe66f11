import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { cardName } from "@/lib/members/card-name";

type Row = { id: string; email: string | null } & Record<"firstName" | "lastName" | "organisation", string>;

/** The cards of a message that got a problem in this very transaction, as the log names them. */
export async function cardsMarkedNow(tx: Tx, messageId: string): Promise<{ id: string; name: string }[]> {
  const rows = await tx.execute<Row>(sql`
    select c.id, c.email, c.first_name as "firstName", c.last_name as "lastName", c.organisation
    from message_cards mc join messages m on m.id = mc.message_id
    join members c on c.id = mc.member_id and c.office_id = mc.office_id and c.email = m.address
    where m.id = ${messageId} and c.email_status::text like 'problem%' and c.email_status_at = now()
    order by c.id`);
  return rows.map((card) => ({ id: card.id, name: cardName(card) }));
}
