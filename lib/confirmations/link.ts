import { sql } from "drizzle-orm";
import { holdAddresses } from "@/lib/addresses/known";
import { rememberProblems } from "@/lib/addresses/mark";
import { asSystem, type Tx, withOffice } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";
import { readLink } from "@/lib/links/token";
import type { Act } from "@/lib/log-book/acts";
import { record } from "@/lib/log-book/record";
import { cardName } from "@/lib/members/card-name";
import { showProblems } from "@/lib/members/show-problems";
import { waitsForAnswer } from "@/lib/messages/asked";

/** Days for which a confirmation link is valid. */
const LIVES_DAYS = 90;

/**
 * What a confirmation link stands for at present. `changed`: no card carries the address as it did
 * when the link was sent. `refused`: the association knows that the person wants no mail from it.
 */
type State = "gone" | "changed" | "refused" | "problem" | "confirmed" | "expired" | "open";

export type Confirmation =
  /** We did not sign this link, or its message is gone. */
  | { state: "unknown"; language: null }
  | {
      state: State;
      office: { id: string; name: string; replyTo: string | null };
      /** Null once the person has been erased. */
      address: string | null;
      language: Language;
    };

const UNKNOWN: Confirmation = { state: "unknown", language: null };

type Found = {
  id: string;
  office_id: string;
  office_name: string;
  reply_to: string | null;
  address: string;
  language: Language;
};

/** What a link stands for at present. Changes nothing, because link scanners open links. */
export async function readConfirmation(token: string): Promise<Confirmation> {
  const found = await findMessage(token);
  if (!found) return UNKNOWN;
  return withOffice(found.office_id, async (tx) => describe(found, await stateOf(tx, found)));
}

/**
 * Confirms those of the message's cards that still have the address: the member has pressed the button. A
 * second press finds them confirmed. Domain, "Confirmation".
 */
export async function confirmAddress(token: string): Promise<Confirmation> {
  const found = await findMessage(token);
  if (!found) return UNKNOWN;
  return withOffice(found.office_id, async (tx) => {
    await lockCards(tx, found);
    const state = await stateOf(tx, found);
    if (state !== "open") return describe(found, state);
    const confirmed = await tx.execute<Card>(sql`
      update members c set email_status = 'confirmed', email_status_at = now()
      from message_cards mc join messages m on m.id = mc.message_id
      where m.id = ${found.id} and mc.member_id = c.id and ${stillAsked} returning ${namedCard}`);
    await tell(tx, found, "card.confirmed", confirmed);
    return describe(found, "confirmed");
  });
}

/**
 * "Det var inte jag": this office no longer writes to its cards with the address; other offices are not
 * affected.
 */
export async function refuseAddress(token: string): Promise<Confirmation> {
  const found = await findMessage(token);
  if (!found) return UNKNOWN;
  return withOffice(found.office_id, async (tx) => {
    const { office_id: officeId, address } = found;
    await holdAddresses(tx, [address], "exclusive");
    const cards = await lockCards(tx, found);
    const state = await stateOf(tx, found);
    if (state !== "open" && state !== "confirmed") return describe(found, state);
    await tell(
      tx,
      found,
      "card.refused",
      cards.filter(({ email }) => email === address),
    );
    await rememberProblems(tx, [{ officeId, address, problem: "problem_unsubscribed", notMe: true }]);
    await showProblems(tx, [address]);
    return describe(found, "refused");
  });
}

async function findMessage(token: string): Promise<Found | null> {
  const link = readLink("confirm", token);
  if (!link) return null;
  return asSystem(async (tx) => {
    const [row] = await tx.execute<Found>(sql`
      select m.id, m.office_id, o.name as office_name, coalesce(o.reply_to, o.inherited ->> 'replyTo', ml.reply_to) as reply_to,
        m.address, m.language
      from messages m
      join mailings ml on ml.id = m.mailing_id and ml.kind = 'confirmation_request'
      join offices o on o.id = m.office_id
      where m.id = ${link.id}`);
    return row ?? null;
  });
}

type Card = { id: string; email: string | null } & Record<"firstName" | "lastName" | "organisation", string>;

const namedCard = sql`c.id, c.email, c.first_name as "firstName", c.last_name as "lastName", c.organisation`;

function lockCards(tx: Tx, { id }: Found): Promise<Card[]> {
  return tx.execute<Card>(sql`
    select ${namedCard} from members c join message_cards mc on mc.member_id = c.id
    where mc.message_id = ${id} order by c.id for update of c`);
}

function tell(tx: Tx, { office_id: officeId }: Found, act: Act, cards: Card[]): Promise<void> {
  const actor = { kind: "member" as const };
  const entries = cards.map((card) => ({ actor, act, object: { id: card.id, name: cardName(card) } }));
  return record(tx, officeId, ...entries);
}

/** A card of the message `m` still has the address and is waiting for an answer to this very request. */
const stillAsked = sql`(c.email = m.address and ${waitsForAnswer(sql`m.created_at`)})`;

async function stateOf(tx: Tx, { id }: Found): Promise<State> {
  const [row] = await tx.execute<{ state: State }>(sql`
    select case
      when not bool_or(c.id is not null) then 'gone'
      when not bool_or(coalesce(c.email = m.address, false)) then 'changed'
      when bool_or(p.problem = 'problem_unsubscribed') then 'refused'
      when bool_or(p.problem is not null or s.address is not null
        or (c.email = m.address and c.email_status::text like 'problem%')) then 'problem'
      when bool_or(${stillAsked}) and max(greatest(m.created_at, a.sent_at)) < now() - ${LIVES_DAYS} * interval '1 day'
        then 'expired'
      when bool_or(${stillAsked}) then 'open'
      when bool_or(c.email = m.address and c.email_status = 'confirmed') then 'confirmed'
      else 'changed'
    end as state
    from messages m
    left join message_cards mc on mc.message_id = m.id
    left join members c on c.id = mc.member_id
    left join address_problems p on p.office_id = m.office_id and p.address = m.address
    left join suppressed_among(array[(select address from messages where id = ${id})]) s(address) on true
    left join lateral (select max(created_at) as sent_at from attempts where message_id = m.id) a on true
    where m.id = ${id}`);
  if (!row) throw new Error("an aggregate always has a row");
  return row.state;
}

function describe(found: Found, state: State): Confirmation {
  const office = { id: found.office_id, name: found.office_name, replyTo: found.reply_to };
  return { state, office, address: found.address || null, language: found.language };
}
