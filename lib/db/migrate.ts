import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));
const OLDEST = 150_000;
const LOCK = "brevduva migrations";

/**
 * Brings a database to the current schema and gives the app's login role its three roles. Two calls
 * at once take turns. The login role is made, with the password in `appUrl`, unless it exists.
 *
 * @param ownerUrl URL of the role that owns the tables
 * @param appUrl URL by which the app will log in
 * @throws Error with a message for a person: PostgreSQL too old, or rights that are missing
 */
export async function migrate({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }): Promise<void> {
  const login = readLogin(appUrl);
  if (login.name === readLogin(ownerUrl).name) {
    throw new Error(
      `DATABASE_URL and DATABASE_OWNER_URL both log in as "${login.name}". The app needs a role of its own, which owns nothing.`,
    );
  }
  const sql = postgres(ownerUrl, { max: 1, max_lifetime: null, onnotice: () => {} });
  try {
    await refuseOldServer(sql);
    await sql`select pg_advisory_lock(hashtext(${LOCK}))`;
    await createLogin(sql, login);
    await runMigrations(drizzle({ client: sql }), { migrationsFolder: FOLDER });
    await grantRoles(sql, login.name);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

type Login = { name: string; password: string };

function readLogin(url: string): Login {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

async function refuseOldServer(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ number: number; name: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as name`;
  if (row && row.number < OLDEST) {
    throw new Error(`PostgreSQL 15 or newer is needed; this server is ${row.name}.`);
  }
}

async function createLogin(sql: postgres.Sql, login: Login): Promise<void> {
  const existing = await sql`select from pg_roles where rolname = ${login.name}`;
  if (existing.length > 0) return;
  try {
    await sql.unsafe(
      `create role ${sqlName(login.name)} login noinherit nosuperuser nocreatedb nocreaterole nobypassrls password ${sqlText(login.password)}`,
    );
  } catch (error) {
    const code = sqlState(error);
    if (code === "42710" || code === "23505") return;
    if (code !== "42501") throw error;
    throw new Error(
      `The role "${login.name}" of DATABASE_URL does not exist, and the owner may not create roles. Create it: create role ${sqlName(login.name)} login noinherit password '…';`,
      { cause: error },
    );
  }
}

async function grantRoles(sql: postgres.Sql, name: string): Promise<void> {
  const [row] = await sql<{ granted: boolean }[]>`
    select bool_and(pg_has_role(${name}, wanted, 'member')) as granted
    from unnest(array['office', 'auth', 'system']) as wanted`;
  if (row?.granted) return;
  try {
    await sql.unsafe(`grant office, auth, system to ${sqlName(name)}`);
  } catch (error) {
    if (sqlState(error) !== "42501") throw error;
    throw new Error(
      `The owner may not grant the roles. Let an administrator run: grant office, auth, system to ${sqlName(name)};`,
      { cause: error },
    );
  }
}

/* Statements about roles take no parameters. */
function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function sqlText(text: string): string {
  return ` E'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function sqlState(error: unknown): string {
  return error instanceof postgres.PostgresError ? error.code : "";
}
