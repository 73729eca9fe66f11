import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { holdEveryAddress, statusesForAddresses } from "@/lib/addresses/known";
import type { EmailStatus } from "@/lib/addresses/status";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";
import { type Actor, record } from "@/lib/log-book/record";
import type { ImportRow } from "@/lib/members/import/packed-rows";
import { type ImportPlan, type KnownCard, planImport } from "@/lib/members/import/plan";
import type { ImportFile, RowFault } from "@/lib/members/import/read";
import { CARD_FIELDS, type Card } from "@/lib/members/input";
import { holdRegister } from "@/lib/members/lock";

/** What an import did, in rows of the file. */
export type ImportResult = { created: number; updated: number; unchanged: number; faults: RowFault[] };

/** Rows written by one statement. */
const CHUNK = 5_000;

/** What an import would do now; changes nothing. */
export async function previewImport(tx: Tx, officeId: string, file: ImportFile): Promise<ImportResult> {
  return inBundles(tx, officeId, file, async () => {});
}

/**
 * Writes the good rows of a file into the register, all or none. Holds the register, so that two
 * imports at once create no duplicates. New cards and new addresses get their status from the address
 * alone: an import never gives consent.
 *
 * @param language for new cards whose row has none: the office's.
 */
export async function runImport(
  tx: Tx,
  officeId: string,
  actor: Actor,
  file: ImportFile,
  language: Language,
): Promise<ImportResult> {
  await holdRegister(tx, officeId, "exclusive");
  await holdEveryAddress(tx);
  const result = await inBundles(tx, officeId, file, async ({ creates, updates }) => {
    const addresses = [...creates, ...updates].flatMap((card) => card.email ?? []);
    const statuses = await statusesForAddresses(tx, addresses);
    for (const cards of chunks(creates)) await insertCards(tx, officeId, cards, statuses, language);
    for (const cards of chunks(updates)) await updateCards(tx, officeId, cards, statuses);
  });
  const { created, updated } = result;
  await record(tx, officeId, { actor, act: "card.imported", details: { created, updated } });
  return result;
}

/** Plans bundle by bundle: only one bundle, and the cards that it may match, is in memory at a time. */
async function inBundles(
  tx: Tx,
  officeId: string,
  { hasNames, rows, faults }: ImportFile,
  write: (plan: ImportPlan) => Promise<void>,
): Promise<ImportResult> {
  const result: ImportResult = { created: 0, updated: 0, unchanged: 0, faults };
  for (const bundle of rows.bundles()) {
    const plan = planImport(bundle, hasNames, await matchingCards(tx, officeId, bundle, hasNames));
    await write(plan);
    result.created += plan.created;
    result.updated += plan.updated;
    result.unchanged += plan.unchanged;
    result.faults = result.faults.concat(plan.faults);
  }
  return { ...result, faults: result.faults.toSorted((a, b) => a.row - b.row) };
}

/** The cards that have the match key of a row. */
async function matchingCards(
  tx: Tx,
  officeId: string,
  rows: readonly ImportRow[],
  hasNames: boolean,
): Promise<KnownCard[]> {
  const wanted = rows.map(({ card: { firstName: f, lastName: l, organisation: o, email: e } }) => ({
    f,
    l,
    o,
    e,
  }));
  const list = sql`json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(f text, l text, o text, e text)`;
  const { firstName, lastName, organisation, email } = members;
  const matches = hasNames
    ? sql`${matchKeySql(firstName, lastName, organisation, email)} in (
        select ${matchKeySql(sql`w.f`, sql`w.l`, sql`w.o`, sql`w.e`)} from ${list})`
    : sql`${email} in (select w.e from ${list})`;
  const fields = Object.fromEntries(CARD_FIELDS.map((field) => [field, members[field]]));
  return await tx
    .select({ ...(fields as Pick<typeof members, keyof Card>), id: members.id })
    .from(members)
    /* "is true" keeps the planner from making it a join, which for a new office, without statistics, may
       become a nested loop. */
    .where(sql`${members.officeId} = ${officeId} and (${matches}) is true`)
    .orderBy(members.createdAt, members.id);
}

/** `matchKey` as an expression of SQL, with a collation that lower-cases the letters of all alphabets. */
function matchKeySql(first: SQLWrapper, last: SQLWrapper, organisation: SQLWrapper, email: SQLWrapper): SQL {
  return sql`case
    when ${first} <> '' or ${last} <> '' then lower(${first} || E'\\n' || ${last} collate "sv-x-icu")
    when ${organisation} <> '' then E'\\n\\n' || lower(${organisation} collate "sv-x-icu")
    else E'\\n\\n\\n' || ${email} end`;
}

type Statuses = ReadonlyMap<string, EmailStatus>;

/** Cards as one parameter, so that the statement is the same for any number of them. */
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

function* chunks<T>(list: readonly T[]): Generator<T[]> {
  for (let at = 0; at < list.length; at += CHUNK) yield list.slice(at, at + CHUNK);
}
