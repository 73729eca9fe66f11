import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { migrate } from "@/lib/db/migrate";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

export type ModestDatabase = TestDatabase & {
  /** URL of the role that has the tables. */
  modestUrl: string;
};

/**
 * A database as in production: the owner of its tables is no superuser and is subject to row-level security.
 */
export async function createModestDatabase(): Promise<ModestDatabase> {
  const owner = `owner_${randomBytes(4).toString("hex")}`;
  const database = await createDatabase({ migrated: false });
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  /* Roles belong to the server: on a fresh one the superuser creates those that are missing. */
  for (const role of ["office nologin", "auth nologin", "system nologin", "app login password 'app'"]) {
    await sql.unsafe(`create role ${role} noinherit`).catch(() => {});
  }
  await sql`grant office, auth, system to app`;
  await sql.unsafe(`create role ${owner} login createrole password '${owner}'`);
  await sql.unsafe(`alter database ${new URL(database.ownerUrl).pathname.slice(1)} owner to ${owner}`);
  await sql.unsafe(`alter schema public owner to ${owner}`);
  await sql.end();
  const url = new URL(database.ownerUrl);
  url.username = owner;
  url.password = owner;
  await migrate({ ownerUrl: url.href, appUrl: database.appUrl });
  const close = async () => {
    await database.close();
    const server = new URL(database.ownerUrl);
    server.pathname = "/postgres";
    const left = postgres(server.href, { max: 1, onnotice: () => {} });
    await left.unsafe(`drop role ${owner}`);
    await left.end();
  };
  return { ...database, modestUrl: url.href, close };
}
