import { and, asc, eq, ne, type SQL, sql } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { cardName } from "@/lib/members/card-name";
import type { Card } from "@/lib/members/input";
import { holdRegister } from "@/lib/members/lock";
import type { Member } from "@/lib/members/queries";

/** Most cards that are named when there are more. */
const FEW = 3;

export type NamedCard = { id: string; name: string };

/** How many other cards carry the address of this one, and the first few of them. */
export async function cardsSharingAddress(
  tx: Tx,
  officeId: string,
  { id, email }: Pick<Member, "id" | "email">,
): Promise<{ count: number; cards: NamedCard[] }> {
  const rows = email === null ? [] : await first(tx, officeId, email, ne(members.id, id));
  return { count: rows[0]?.count ?? 0, cards: rows.map(named) };
}

/**
 * The first few cards that look like the same person: name and address are the same, ignoring case. Locks the
 * register, so that of two people who add the person at once the second finds the first one's card.
 */
export async function twinsOf(tx: Tx, officeId: string, card: Card): Promise<NamedCard[]> {
  if (card.email === null) return [];
  await holdRegister(tx, officeId, "exclusive");
  const { firstName, lastName, organisation } = card;
  const nameless = firstName === "" && lastName === "";
  const same = and(
    sql`lower(${members.firstName}) = lower(${firstName})`,
    sql`lower(${members.lastName}) = lower(${lastName})`,
    nameless ? sql`lower(${members.organisation}) = lower(${organisation})` : undefined,
  );
  return (await first(tx, officeId, card.email, same)).map(named);
}

function first(tx: Tx, officeId: string, address: string, which: SQL | undefined) {
  const { id, firstName, lastName, organisation, email } = members;
  return tx
    .select({ id, firstName, lastName, organisation, email, count: sql<number>`(count(*) over ())::int` })
    .from(members)
    .where(and(eq(members.officeId, officeId), eq(email, address), which))
    .orderBy(asc(members.sortName), asc(id))
    .limit(FEW);
}

function named(row: Parameters<typeof cardName>[0] & { id: string }): NamedCard {
  return { id: row.id, name: cardName(row) };
}
