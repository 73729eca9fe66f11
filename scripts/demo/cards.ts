import { sql } from "drizzle-orm";
import { statusesForAddresses } from "../../lib/addresses/known";
import { withOffice } from "../../lib/db/tenant";
import type { Person } from "./people";

/**
 * Writes cards as an import does: their status follows from what is known of the address.
 *
 * @param at when the office wrote them.
 */
export async function writeCards(officeId: string, people: readonly Person[], at: Date): Promise<void> {
  const addresses = people.flatMap(({ email }) => email ?? []);
  await withOffice(officeId, async (tx) => {
    const statuses = await statusesForAddresses(tx, addresses);
    const rows = people.map((person) => ({ ...person, status: person.email && statuses.get(person.email) }));
    await tx.execute(sql`
      insert into members (office_id, first_name, last_name, organisation, street, postal_code, city, country,
        email, phone, language, notes, email_status, email_status_at, created_at, updated_at)
      select ${officeId}, first_name, last_name, organisation, street, postal_code, city, country,
        email, phone, language, notes, status, case when status is not null then ${iso(at)}::timestamptz end,
        ${iso(at)}::timestamptz, ${iso(at)}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(first_name text, last_name text,
        organisation text, street text, postal_code text, city text, country text, email text, phone text,
        language text, notes text, status email_status)`);
  });
}

/**
 * The members' answers to a request: those with these addresses pressed "Bekräfta".
 *
 * @param at when they did.
 */
export async function answerRequest(officeId: string, addresses: readonly string[], at: Date): Promise<void> {
  await withOffice(officeId, (tx) =>
    tx.execute(sql`
      update members set email_status = 'confirmed', email_status_at = ${iso(at)}::timestamptz
      where office_id = ${officeId} and email = any (${sql.param([...addresses])}::text[])
        and email_status in ('unconfirmed', 'confirmation_requested')`),
  );
}

/** A time as a parameter. */
export function iso(at: Date): string {
  return at.toISOString();
}
