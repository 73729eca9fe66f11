import { sql } from "drizzle-orm";
import { statusesForAddresses } from "@/lib/addresses/known";
import type { EmailStatus } from "@/lib/addresses/status";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";
import { type Actor, record } from "@/lib/log-book/record";
import { type ImportPlan, type KnownCard, planImport } from "@/lib/members/import/plan";
import type { ImportFile, ImportRow, RowFault } from "@/lib/members/import/read";
import { CARD_FIELDS, type Card } from "@/lib/members/input";
import { holdRegister } from "@/lib/members/lock";

/** What an import did, in rows of the file. */
export type ImportResult = { created: number; updated: number; unchanged: number; faults: RowFault[] };

/** Rows written by one statement. */
const CHUNK = 5_000;

/** What an import would do now; changes nothing. */
export async function previewImport(tx: Tx, officeId: string, file: ImportFile): Promise<ImportResult> {
  return resultOf(file, await plan(tx, officeId, file));
}

/**
 * Writes the good rows of a file into the register, all or none. Holds the register, so that two
 * imports at once make no doubles. New cards and new addresses get their status from the address
 * alone: an import never gives consent.
 *
 * @param language of new cards whose row names none: the office's.
 */
export async function runImport(
  tx: Tx,
  officeId: string,
  actor: Actor,
  file: ImportFile,
  language: Language,
): Promise<ImportResult> {
  await holdRegister(tx, officeId, "exclusive");
  const planned = await plan(tx, officeId, file);
  const addresses = [...planned.creates, ...planned.updates].flatMap((card) => card.email ?? []);
  const statuses = await statusesForAddresses(tx, addresses);
  for (const cards of chunks(planned.creates)) await insertCards(tx, officeId, cards, statuses, language);
  for (const cards of chunks(planned.updates)) await updateCards(tx, officeId, cards, statuses);
  const { created, updated } = planned;
  await record(tx, officeId, { actor, act: "card.imported", details: { created, updated } });
  return resultOf(file, planned);
}

async function plan(tx: Tx, officeId: string, file: ImportFile): Promise<ImportPlan> {
  return planImport(file.rows, file.hasNames, await cardsToMeet(tx, officeId, file.rows));
}

/** The cards that share an address or both names with a row. */
async function cardsToMeet(tx: Tx, officeId: string, rows: readonly ImportRow[]): Promise<KnownCard[]> {
  const wanted = rows.map(({ card }) => ({ f: card.firstName, l: card.lastName, e: card.email }));
  const list = sql`json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(f text, l text, e text)`;
  const fields = Object.fromEntries(CARD_FIELDS.map((field) => [field, members[field]]));
  const found = await tx
    .select({ ...(fields as Pick<typeof members, keyof Card>), id: members.id })
    .from(members)
    .where(
      sql`${members.officeId} = ${officeId} and (
        (lower(${members.firstName}), lower(${members.lastName})) in (select lower(w.f), lower(w.l) from ${list})
        or ${members.email} in (select w.e from ${list}))`,
    )
    .orderBy(members.createdAt, members.id);
  return found;
}

type Statuses = ReadonlyMap<string, EmailStatus>;

/** Cards as one parameter: a statement of the same shape for any number of them. */
function recordset(cards: readonly (Card & { id?: string })[], statuses: Statuses) {
  const list = cards.map((card) => ({ ...card, status: card.email && statuses.get(card.email) }));
  return sql`json_to_recordset(${JSON.stringify(list)}::text::json) as r(
    id uuid, "firstName" text, "lastName" text, organisation text, street text, "postalCode" text, city text,
    country text, email text, phone text, language text, notes text, status email_status)`;
}

async function insertCards(
  tx: Tx,
  officeId: string,
  cards: readonly Card[],
  statuses: Statuses,
  language: Language,
): Promise<void> {
  await tx.execute(sql`
    insert into members (office_id, first_name, last_name, organisation, street, postal_code, city, country,
      email, phone, language, notes, email_status, email_status_at)
    select ${officeId}::uuid, r."firstName", r."lastName", r.organisation, r.street, r."postalCode", r.city,
      r.country, r.email, r.phone, coalesce(r.language, ${language}), r.notes, r.status,
      case when r.status is not null then now() end
    from ${recordset(cards, statuses)}`);
}

async function updateCards(
  tx: Tx,
  officeId: string,
  cards: readonly KnownCard[],
  statuses: Statuses,
): Promise<void> {
  await tx.execute(sql`
    update members m set
      first_name = r."firstName", last_name = r."lastName", organisation = r.organisation, street = r.street,
      postal_code = r."postalCode", city = r.city, country = r.country, phone = r.phone,
      language = coalesce(r.language, m.language), notes = r.notes, email = r.email,
      email_status = case when m.email is distinct from r.email then r.status else m.email_status end,
      email_status_at = case when m.email is distinct from r.email then now() else m.email_status_at end,
      updated_at = clock_timestamp()
    from ${recordset(cards, statuses)}
    where m.office_id = ${officeId} and m.id = r.id`);
}

function resultOf(file: ImportFile, { created, updated, unchanged, faults }: ImportPlan): ImportResult {
  const all = [...file.faults, ...faults].sort((a, b) => a.row - b.row);
  return { created, updated, unchanged, faults: all };
}

function* chunks<T>(list: readonly T[]): Generator<T[]> {
  for (let at = 0; at < list.length; at += CHUNK) yield list.slice(at, at + CHUNK);
}
