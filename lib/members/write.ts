import { getTableColumns, sql } from "drizzle-orm";
import { statusesForAddresses } from "@/lib/addresses/known";
import type { EmailStatus } from "@/lib/addresses/status";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { versionOf } from "@/lib/db/version";
import { Conflict, NotFound } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { type Actor, record } from "@/lib/log-book/record";
import { cardName } from "@/lib/members/card-name";
import { CARD_FIELDS, type Card } from "@/lib/members/input";
import { holdRegister } from "@/lib/members/lock";
import { isCard, removeMember } from "@/lib/members/remove";

/**
 * Creates a card. Its status follows from the address alone, because only the person can give consent.
 *
 * @param language for a card without one: the office's.
 * @returns the card's id.
 */
export async function createMember(
  tx: Tx,
  officeId: string,
  actor: Actor,
  card: Card,
  language: Language,
): Promise<string> {
  await holdRegister(tx, officeId, "shared");
  const emailStatus = await statusOf(tx, card.email);
  const [row] = await tx
    .insert(members)
    .values({
      ...card,
      officeId,
      language: card.language ?? language,
      emailStatus,
      emailStatusAt: emailStatus ? sql`now()` : null,
    })
    .returning({ id: members.id });
  if (!row) throw new NotFound();
  await record(tx, officeId, { actor, act: "card.created", object: { id: row.id, name: cardName(card) } });
  return row.id;
}

/**
 * Changes a card. Another address resets its status; without an address it has none. If the card already has
 * these values it counts as saved, whatever its version: the response to the first attempt may have been
 * lost.
 *
 * @param version of the card that the form showed.
 * @throws NotFound if the office has no such card.
 * @throws Conflict if somebody else has changed the card since `version`.
 */
export async function updateMember(
  tx: Tx,
  officeId: string,
  actor: Actor,
  id: string,
  version: string,
  card: Card,
): Promise<void> {
  await holdRegister(tx, officeId, "shared");
  const emailStatus = await statusOf(tx, card.email);
  const own = isCard(officeId, id);
  const [current] = await tx
    .select({ ...getTableColumns(members), version: versionOf(members.updatedAt) })
    .from(members)
    .where(own)
    .for("update");
  if (!current) throw new NotFound();
  const fields = CARD_FIELDS.filter((field) => card[field] !== undefined && card[field] !== current[field]);
  if (fields.length === 0) return;
  if (current.version !== version) throw new Conflict();
  await tx
    .update(members)
    .set({
      ...card,
      ...(current.email === card.email ? {} : { emailStatus, emailStatusAt: emailStatus && sql`now()` }),
      updatedAt: sql`clock_timestamp()`,
    })
    .where(own);
  const object = { id, name: cardName(card) };
  await record(tx, officeId, { actor, act: "card.changed", object, details: { fields: fields.join() } });
}

/**
 * Removes a card. Messages that were sent to it stay with their mailings, names and addresses with them:
 * to erase a person, see lib/erasures.
 *
 * @throws NotFound if the office has no such card.
 */
export async function deleteMember(tx: Tx, officeId: string, actor: Actor, id: string): Promise<void> {
  await holdRegister(tx, officeId, "shared");
  const gone = await removeMember(tx, officeId, id);
  await record(tx, officeId, { actor, act: "card.deleted", object: { id, name: cardName(gone) } });
}

async function statusOf(tx: Tx, address: string | null): Promise<EmailStatus | null> {
  if (address === null) return null;
  return (await statusesForAddresses(tx, [address])).get(address) ?? null;
}
