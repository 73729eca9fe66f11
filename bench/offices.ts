import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { asAuth, asSystem, withOffice } from "../lib/db/tenant";
import { batchBody } from "../lib/mail/batch-body";
import { lockFrozenMailing } from "../lib/mailings/frozen";
import { mailsOf } from "../lib/messages/mail";
import { card } from "./content";

/** A new office with so many confirmed members; @returns its id. */
export async function addOffice(members: number): Promise<string> {
  const id = randomUUID();
  await asAuth((tx) =>
    tx.execute(
      sql`insert into offices (id, slug, name) values (${id}, ${`bench-${id.slice(0, 8)}`}, 'Bänkens förening')`,
    ),
  );
  for (let from = 0; from < members; from += 5000) {
    const rows = Array.from({ length: Math.min(5000, members - from) }, (_, n) => ({
      ...card(from + n),
      email: `m${from + n}.${id.slice(0, 8)}@example.org`,
    }));
    await withOffice(id, (tx) =>
      tx.execute(sql`
        insert into members (office_id, first_name, last_name, organisation, city, email, email_status)
        select ${id}, v."firstName", v."lastName", v.organisation, v.city, v.email, 'confirmed'
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as v("firstName" text, "lastName" text, organisation text, city text, email text)`),
    );
  }
  return id;
}

/** Waits until all messages of a mailing were accepted; @returns the time of the last answer. */
export async function lastAccepted(mailingId: string, expected: number): Promise<Date> {
  const officeId = await officeOf(mailingId);
  for (;;) {
    const [row] = await withOffice(officeId, (tx) =>
      tx.execute<{ state: string }>(sql`select state from mailings where id = ${mailingId}`),
    );
    if (row?.state === "sent") break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const [row] = await withOffice(officeId, (tx) =>
    tx.execute<{ n: number; last: string }>(sql`
      select count(*)::int as n, max(a.accepted_at) as last
      from attempts a join messages m on m.id = a.message_id where m.mailing_id = ${mailingId}`),
  );
  if (row?.n !== expected) throw new Error(`${row?.n} of ${expected} messages were accepted`);
  return new Date(row.last);
}

/** The bodies of a mailing's batches, as they were posted; so many at a time, for all would be a gigabyte. */
export async function* batchBodies(mailingId: string, atOnce: number): AsyncGenerator<string[]> {
  const officeId = await officeOf(mailingId);
  const batches = await withOffice(officeId, (tx) =>
    tx.execute<{ id: string }>(sql`select id from batches where mailing_id = ${mailingId}`),
  );
  for (let from = 0; from < batches.length; from += atOnce) {
    yield await withOffice(officeId, async (tx) => {
      const mailing = await lockFrozenMailing(tx, officeId, mailingId);
      if (!mailing) throw new Error("the mailing is not frozen");
      const bodies: string[] = [];
      for (const { id } of batches.slice(from, from + atOnce)) {
        const { mails } = await mailsOf(tx, mailing, id);
        bodies.push(batchBody(mails).bytes.toString());
      }
      return bodies;
    });
  }
}

async function officeOf(mailingId: string): Promise<string> {
  const [row] = await asSystem((tx) =>
    tx.execute<{ office_id: string }>(sql`select office_id from mailings where id = ${mailingId}`),
  );
  if (!row) throw new Error("no such mailing");
  return row.office_id;
}
