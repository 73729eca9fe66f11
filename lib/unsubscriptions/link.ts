import { sql } from "drizzle-orm";
import type { AddressHash } from "@/lib/addresses/hash";
import { markProblems } from "@/lib/addresses/mark";
import { asSystem, type Tx } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";
import { readLink } from "@/lib/links/token";
import { record } from "@/lib/log-book/record";
import { cardsMarkedNow } from "@/lib/messages/cards-marked-now";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { holdAddressesOf } from "@/lib/messages/hold-addresses";

/** What an unsubscribe link stands for at present. */
export type Unsubscription =
  /** We did not sign this link, or its message is gone. */
  | { state: "unknown"; language: null }
  | {
      state: "open" | "unsubscribed";
      officeName: string;
      /** Whom to write to instead, for those who want to leave this association's mailings only. */
      replyTo: string | null;
      /** Null once the person has been erased; unsubscribing works all the same. */
      address: string | null;
      language: Language;
    };

const SAID_NO = sql.raw("'problem_unsubscribed', 'problem_spam'");

const UNKNOWN: Unsubscription = { state: "unknown", language: null };

type Found = {
  message_id: string;
  office_id: string;
  attempt_id: string | null;
  address: string;
  address_hash: AddressHash | null;
  language: Language;
  office_name: string;
  reply_to: string | null;
  declined: boolean;
};

/** What a link stands for at present. Changes nothing, because mail programs and scanners open links. */
export async function readUnsubscription(token: string): Promise<Unsubscription> {
  const link = readLink("unsubscribe", token);
  const found = link && (await asSystem((tx) => find(tx, link.id)));
  return found ? describe(found, found.declined ? "unsubscribed" : "open") : UNKNOWN;
}

/**
 * Records that the recipient wants no more mail: a fact about the message that puts the problem on its
 * address, for all offices (domain, "Mailings"). May be called any number of times (RFC 8058).
 */
export async function unsubscribe(token: string): Promise<Unsubscription> {
  const link = readLink("unsubscribe", token);
  if (!link) return UNKNOWN;
  return asSystem(async (tx) => {
    await holdAddressesOf(tx, sql`m.id = ${link.id}`);
    /* Locked from here on: an erasure of the person has either finished, leaving a hash, or waits. */
    const found = await find(tx, link.id, sql`for update of m`);
    if (!found) return UNKNOWN;
    const { message_id: messageId, office_id: officeId, attempt_id: attemptId } = found;
    const { address, address_hash: addressHash } = found;
    if (attemptId) await foldFacts(tx, [wish(messageId, attemptId)]);
    /* A message marks its address only once, but unsubscribing again after a lift has to count again.
       `infinity`: no lift may appear to be later, whatever our clock and the database's say. */
    const problem = "problem_unsubscribed";
    await markProblems(tx, [{ officeId, address, addressHash, problem, at: "infinity" }]);
    await tell(tx, found);
    return describe(found, "unsubscribed");
  });
}

function wish(messageId: string, attemptId: string): FactRecord {
  return {
    attemptId,
    fact: "unsubscribed",
    source: "link",
    key: `unsubscribe:${messageId}`,
    reason: { code: "unsubscribed" },
    occurredAt: new Date(),
  };
}

/** Records it in the log of the office that sent the mail, for the cards that were marked just now. */
async function tell(tx: Tx, { office_id: officeId, message_id: messageId }: Found): Promise<void> {
  const cards = await cardsMarkedNow(tx, messageId);
  const actor = { kind: "member" as const };
  const entries = cards.map(({ id, name }) => ({
    actor,
    act: "card.unsubscribed" as const,
    object: { id, name },
  }));
  await record(tx, officeId, ...entries);
}

/**
 * The recipient has unsubscribed or complained. An address that is suppressed for another reason can still be
 * unsubscribed, since that suppression may be lifted one day.
 */
const declined = sql`exists (
  select from suppressions s where s.problem in (${SAID_NO})
    and s.address in (m.address, (select e.address from erased_addresses e where e.hash = m.address_hash))
) or exists (
  select from erased_addresses e where e.hash = m.address_hash and e.problem in (${SAID_NO}))`;

async function find(tx: Tx, messageId: string, lock = sql``): Promise<Found | null> {
  const [row] = await tx.execute<Found>(sql`
    select m.id as message_id, m.office_id, m.address, m.address_hash::text as address_hash, m.language, o.name as office_name,
      coalesce(o.reply_to, o.inherited ->> 'replyTo') as reply_to,
      (select a.id from attempts a where a.message_id = m.id order by a.number limit 1) as attempt_id,
      (${declined}) as declined
    from messages m join offices o on o.id = m.office_id
    where m.id = ${messageId} ${lock}`);
  return row ?? null;
}

function describe(found: Found, state: "open" | "unsubscribed"): Unsubscription {
  const { office_name: officeName, reply_to: replyTo, address, language } = found;
  return { state, officeName, replyTo, address: address || null, language };
}
