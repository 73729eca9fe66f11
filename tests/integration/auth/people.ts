import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { hashPassword } from "@/lib/auth/password";

export const PASSWORD = "korrekt häst batteri";

/** Somebody who can log in with `PASSWORD`. */
export async function person(sql: postgres.Sql): Promise<{ id: string; email: string }> {
  const email = `${randomUUID().slice(0, 8)}@exempel.fi`;
  const [row] = await sql<{ id: string }[]>`
    insert into users (email, name, password_hash) values (${email}, 'Anna Ek', ${await hashPassword(PASSWORD)})
    returning id`;
  return { id: row?.id ?? "", email };
}
