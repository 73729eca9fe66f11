import { sql } from "drizzle-orm";
import { addressHash } from "@/lib/addresses/hash";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { BETWEEN_NAMES, shownName, valuesOfFamily } from "@/lib/messages/recipient";
import { reduceReasons } from "@/lib/messages/reduce-reasons";
import { settleMessages } from "@/lib/messages/settle";
import { withdrawUncalled } from "@/lib/messages/withdraw";
import { maySend } from "@/lib/offices/hold";

type Left = { id: string; address: string };

/**
 * Takes a person who was erased, and whose card is gone, out of the messages that stood for the card.
 * Status, times and counts stay. A message of a family is that of the others from now on; one that was
 * theirs alone has neither name nor address any more, and is not sent if it has not been; what a cancelled
 * mailing never sent stays as it is.
 *
 * A message in the provider's hands has to stay as it is, byte for byte, until the answer is known.
 *
 * @param tx a transaction as system.
 * @returns how many of the messages have to wait.
 */
export async function blankMessages(tx: Tx, messageIds: readonly string[]): Promise<number> {
  if (messageIds.length === 0) return 0;
  const ids = uuids(messageIds);
  /* Whoever is handing messages over shares the mailing: it has been written down, or waits for us. */
  const mailings = await tx.execute<{ id: string; held: boolean }>(sql`
    select id, not ${maySend(sql`office_id`)} as held from mailings
    where id in (select mailing_id from messages where id = any (${ids}))
    order by id for no key update`);
  /* What an office that is held has written down stays so until it may send, and nobody knows when. */
  for (const { id, held } of mailings) if (held) await withdrawUncalled(tx, id);
  await tx.execute(sql`select from messages where id = any (${ids}) order by id for update`);
  const free = await tx.execute<Left>(sql`
    select m.id, m.address
    from messages m where m.id = any (${ids}) and not exists (
      select from attempts a join batches b on a.id = any (b.attempt_ids)
      where a.message_id = m.id and a.office_id = m.office_id and b.mailing_id = m.mailing_id
        and b.office_id = m.office_id and b.state in ('open', 'stale'))`);
  const erased = await rewrite(tx, free);
  const freeIds = free.map(({ id }) => id);
  await tx.execute(sql`
    update batches b set failure = b.failure - 'message'
    from attempts a
    where b.failure is not null and b.failure ? 'message' and a.id = any (b.attempt_ids) and a.message_id = any (${uuids(freeIds)})
      and b.mailing_id in (select mailing_id from messages where id = any (${uuids(freeIds)}))`);
  await reduceReasons(tx, erased);
  await settleMessages(tx, freeIds);
  return messageIds.length - free.length;
}

/**
 * Whose the message is from now on, and whether any of them has the address, is asked at once: a card of the
 * family may be going at this moment.
 *
 * @returns the messages that are nobody's any more.
 */
async function rewrite(tx: Tx, messages: readonly Left[]): Promise<string[]> {
  const rows = messages.map(({ id, address }) => ({
    id,
    hash: address === "" ? null : addressHash(address),
  }));
  const rewritten = await tx.execute<{ id: string; erased: boolean }>(sql`
    update messages m set
      name = coalesce(left_over.name, ''),
      values = case when m.values = '{}' then m.values
        when left_over.name is null then jsonb_build_object('association', m.values -> 'association')
        else left_over.values end,
      address = case when gone.hash is null then m.address else '' end,
      address_hash = coalesce(gone.hash, m.address_hash),
      stopped = case when stops then (case when left_over.name is null then 'gone' else 'changed' end)::stop_reason
        else m.stopped end,
      stopped_at = case when stops then now() else m.stopped_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, hash bytea)
    join messages o on o.id = v.id
    cross join lateral (
      select string_agg(${shownName}, ${BETWEEN_NAMES}::text order by c.sort_name, c.id) as name,
        ${valuesOfFamily(sql`o.values ->> 'association'`)} as values,
        coalesce(bool_or(c.email = o.address), false) as carried
      from message_cards mc join members c on c.id = mc.member_id and c.office_id = mc.office_id
      where mc.message_id = o.id and mc.office_id = o.office_id
    ) left_over
    cross join lateral (select case when not left_over.carried then v.hash end as hash) gone
    cross join lateral (
      select gone.hash is not null and o.stopped is null and (o.status = 'soft_bounced' or (
        o.status = 'none' and not exists (
          select from mailings ml where ml.id = o.mailing_id and ml.office_id = o.office_id and ml.state = 'cancelled'))
      ) as stops
    ) verdict
    where m.id = v.id
    returning m.id, m.address_hash is not null as erased`);
  return rewritten.flatMap(({ id, erased }) => (erased ? [id] : []));
}
