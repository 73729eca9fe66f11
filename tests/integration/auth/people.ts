import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { hashPassword } from "@/lib/auth/password";
import { changeRights } from "@/lib/colleagues/change";
import type { ColleagueRights } from "@/lib/colleagues/input";
import { getColleague, rightsVersion } from "@/lib/colleagues/queries";
import { ANNA } from "@/tests/support/actor";

export const PASSWORD = "korrekt häst batteri";

/** Somebody who can log in with `PASSWORD`. */
export async function person(sql: postgres.Sql): Promise<{ id: string; email: string }> {
  const email = `${randomUUID().slice(0, 8)}@exempel.fi`;
  const [row] = await sql<{ id: string }[]>`
    insert into users (email, name, password_hash) values (${email}, 'Anna Ek', ${await hashPassword(PASSWORD)})
    returning id`;
  return { id: row?.id ?? "", email };
}

/** Somebody who can log in with `PASSWORD`, a colleague in an office. */
export async function colleague(sql: postgres.Sql, officeId: string) {
  const { id, email } = await person(sql);
  await sql`insert into memberships (user_id, office_id, role) values (${id}, ${officeId}, 'colleague')`;
  return { id, email, name: "Anna Ek", language: null };
}

/** Changes what a colleague may do, as by somebody who has just opened their page. */
export async function setRights(officeId: string, userId: string, rights: ColleagueRights): Promise<void> {
  const { rights: seen } = await getColleague(officeId, userId);
  await changeRights(officeId, ANNA, userId, rightsVersion(seen), rights);
}
