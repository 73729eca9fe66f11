import { isNotMe } from "@/lib/addresses/not-me";
import type { Tx } from "@/lib/db/tenant";
import { entriesAbout, type LogEntry } from "@/lib/log-book/queries";
import { type Actor, record } from "@/lib/log-book/record";
import { cardName } from "@/lib/members/card-name";
import { getMember, type Member } from "@/lib/members/queries";
import { lockMember } from "@/lib/members/remove";
import { historyOfMember, type MemberHistory } from "@/lib/messages/history";
import type { PersonFileFormat } from "@/lib/person-data/format";

/** Everything that an office holds about a person: what the person may ask for (GDPR, article 15). */
export type PersonData = {
  name: string;
  /** With the status as the office may know it: never another office's, never why an address is blocked. */
  card: Member;
  /** Somebody answered "Det var inte jag". */
  notMe: boolean;
  messages: MemberHistory[];
  /** What the log says of the card: also confirmations and refusals. */
  log: LogEntry[];
};

/**
 * Collects what the office holds about the person of a card, and records in the log that it was taken.
 *
 * @throws NotFound if the office has no such card.
 */
export async function takePersonData(
  tx: Tx,
  officeId: string,
  actor: Actor,
  memberId: string,
  format: PersonFileFormat,
): Promise<PersonData> {
  /* Locked, so that an erasure comes before or after, and then blanks the name that the log gets here. */
  await lockMember(tx, officeId, memberId);
  const card = await getMember(tx, officeId, memberId);
  const name = cardName(card);
  await record(tx, officeId, {
    actor,
    act: "card.dataTaken",
    object: { id: card.id, name },
    details: { format },
  });
  return {
    name,
    card,
    notMe: await isNotMe(tx, officeId, card),
    messages: await historyOfMember(tx, officeId, card.id),
    log: await entriesAbout(tx, officeId, card.id),
  };
}
