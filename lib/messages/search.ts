import { type SQL, sql } from "drizzle-orm";
import { messages } from "@/lib/db/schema/messages";
import { FEW, indexedWords } from "@/lib/db/search";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { howFrozen } from "@/lib/mailings/queries";
import { cardsChangedSince, cardsWith } from "@/lib/members/search";

/**
 * A condition on the messages of a mailing that holds for every one with all words of the search, and by
 * which few such are found without looking at the rest. It narrows; the words remain to be asked for.
 *
 * Name and address of a message are those of its cards, and no word is longer than one field of one card
 * (lib/messages/recipient.ts). So a card of the message has the word still, or has been changed since, or
 * is gone. Those that have it are asked for first: what happens to them meanwhile is then seen.
 *
 * @returns undefined where this does not help: no word is long enough, or there are many of one kind.
 */
export async function amongFewMessages(
  tx: Tx,
  officeId: string,
  mailingId: string,
  search: string | undefined,
): Promise<SQL | undefined> {
  const words = indexedWords(search);
  if (words.length === 0) return undefined;
  const mailing = await howFrozen(tx, officeId, mailingId);
  if (!mailing) return undefined;
  const alike = await (mailing.onePerAddress ? cardsWithOne(tx, words) : cardsWith(tx, words));
  if (!alike) return undefined;
  const frozenAt = sql`${mailing.preparedAt}::timestamptz`;
  const ofMailing = sql`office_id = ${officeId} and mailing_id = ${mailingId}`;
  const [found] = await tx.execute<{ few: boolean; ids: string }>(sql`
    with changed as materialized (${cardsChangedSince(officeId, frozenAt)} limit ${FEW + 1}),
    gone as materialized (
      select message_id from message_cards where ${ofMailing} and member_id is null limit ${FEW + 1}
    ), found as (
      select message_id from message_cards
      where ${ofMailing} and member_id = any (${uuids(alike)} || array(select id from changed))
      union all select message_id from gone
    )
    select greatest((select count(*) from changed), (select count(*) from gone)) <= ${FEW} as few,
      array(select message_id from found)::text as ids`);
  return found?.few ? sql`${messages.id} = any (${found.ids}::uuid[])` : undefined;
}

/**
 * Cards with one of the words, the longest if few have it, or else the next. The others may come from other
 * cards of the same message ("Ek, Anna · Ek, Nils"). To look up more words that many have would take as long
 * as the look at every message.
 */
async function cardsWithOne(tx: Tx, words: readonly string[]): Promise<string[] | undefined> {
  for (const word of words.toSorted((a, b) => b.length - a.length).slice(0, 2)) {
    const found = await cardsWith(tx, [word]);
    if (found) return found;
  }
  return undefined;
}
