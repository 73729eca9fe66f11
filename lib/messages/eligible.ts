import { type SQL, sql } from "drizzle-orm";
import { waitsForAnswer } from "@/lib/messages/asked";

/**
 * What the cards of the message `t` say, as one row `cards`: is there one that still carries the address
 * and is confirmed or, for a request, waits for the answer to it (`carried`)? Is there one at all (`left`)?
 *
 * @param isRequest whether the message belongs to a confirmation request.
 */
export function cardsOfMessage(isRequest: SQL): SQL {
  return sql`lateral (
    select bool_or(c.email = t.address and (c.email_status = 'confirmed'
        or (${isRequest} and ${waitsForAnswer(sql`t.created_at`)}))) as carried,
      bool_or(c.id is not null) as left
    from message_cards mc left join members c on c.id = mc.member_id and c.office_id = mc.office_id
    where mc.message_id = t.id and mc.office_id = t.office_id
  ) cards`;
}

/**
 * Those of the addresses that have a problem, in this office or anywhere: nothing goes there.
 *
 * @param addresses a query of one column, `address`.
 */
export function withProblem(addresses: SQL): SQL {
  return sql`
    select p.address from address_problems p where p.address in (${addresses})
    union
    select s.address from suppressed_among(array(${addresses})) as s(address)`;
}
