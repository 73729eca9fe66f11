import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import type { Language } from "@/lib/i18n/language";
import { type Audience, audienceCondition } from "@/lib/members/audience";
import { amongFew } from "@/lib/members/search";
import { getsMessage, recipientsOf } from "@/lib/messages/recipient";

/** A mailing that is still being written: whom it is for. */
type Scope = { officeId: string; audience: Audience; onePerAddress: boolean };

/** A message as it would be made now; `id` is that of one of its cards. */
export type Foreseen = { id: string; name: string; language: Language; values: Record<string, string> };

/** Longest list to choose from; recipients further down are searched for. */
const AT_ONCE = 50;

/**
 * The messages that a mailing would consist of if it were sent now, made by the rule that makes them then:
 * those of the first cards by name, of all or of those with every word of the search.
 */
export async function foreseeMessages(
  tx: Tx,
  office: { name: string },
  scope: Scope,
  search?: string,
): Promise<Foreseen[]> {
  const { officeId, audience } = scope;
  const cards = await tx
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.officeId, officeId),
        eq(members.emailStatus, "confirmed"),
        await amongFew(tx, `${search ?? ""} ${audience.search ?? ""}`),
        audienceCondition({ search }),
        audienceCondition(audience),
      ),
    )
    .orderBy(asc(members.sortName), asc(members.id))
    .limit(AT_ONCE);
  const ids = cards.map(({ id }) => id);
  return foresee(tx, office, scope, ids);
}

/** The message that a card would get, alone or with others at its address; undefined if it would get none. */
export async function foreseeMessage(
  tx: Tx,
  office: { name: string },
  scope: Scope,
  cardId: string,
): Promise<Foreseen | undefined> {
  const [message] = await foresee(tx, office, scope, [cardId]);
  return message;
}

/** How many messages would have nothing where a tag stands, for each tag of which there are any. */
export async function countBlanks(
  tx: Tx,
  office: { name: string },
  scope: Scope,
  tags: readonly string[],
): Promise<{ tag: string; count: number }[]> {
  return tx.execute(sql`
    with receiving as (
      select * from ${members}
      where office_id = ${scope.officeId} and email_status = 'confirmed' and ${audienceCondition(scope.audience)}
    ), recipients as (${recipientsOf(scope, sql`${office.name}::text`)})
    select tag, count(*)::int as count
    from recipients cross join json_array_elements_text(${JSON.stringify(tags)}::json) as tag
    where coalesce(values ->> tag, '') = '' group by tag order by tag`);
}

function foresee(tx: Tx, office: { name: string }, scope: Scope, cardIds: string[]): Promise<Foreseen[]> {
  const { officeId, audience, onePerAddress } = scope;
  const these = sql`any (${uuids(cardIds)})`;
  const concerned: SQL = onePerAddress
    ? sql`email in (select email from ${members} where office_id = ${officeId} and id = ${these})`
    : sql`id = ${these}`;
  return tx.execute<Foreseen>(sql`
    with chosen as (
      select * from ${members} where office_id = ${officeId} and ${concerned} and ${audienceCondition(audience)}
    ), receiving as (
      select * from chosen c where ${getsMessage}
    ), recipients as (${recipientsOf(scope, sql`${office.name}::text`)})
    select cards[1] as id, name, language, values from recipients
    where not blocked order by sort_name, tie`);
}
