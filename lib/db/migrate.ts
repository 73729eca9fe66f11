import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { sqlState } from "@/lib/db/sql-state";

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));
const OLDEST = 150_000;
const LOCK = "brevduva migrations";

/**
 * Brings a database to the current schema and gives the app's login role its three roles. Two calls
 * at once take turns. The login role is made, with the password in `appUrl`, unless it exists.
 *
 * @param ownerUrl URL of the role that owns the tables
 * @param appUrl URL by which the app will log in
 * @throws Error with a message for a person: no way in, PostgreSQL too old, the database of a newer version, or
 *   rights that are missing
 */
export async function migrate({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }): Promise<void> {
  const login = readLogin(appUrl);
  if (login.name === readLogin(ownerUrl).name) {
    throw new Error(
      `DATABASE_URL and DATABASE_OWNER_URL both log in as "${login.name}". The app needs a role of its own, which owns nothing.`,
    );
  }
  const [owner, turn] = [clientOf(ownerUrl), clientOf(ownerUrl)];
  try {
    await logIn(owner);
    await refuseOldServer(owner);
    await takeTurn(turn);
    await createLogin(owner, login);
    await refuseNewerDatabase(owner);
    await runMigrations(drizzle({ client: owner }), { migrationsFolder: FOLDER });
    await grantRoles(owner, login.name);
  } finally {
    await turn.end();
    await owner.end();
  }
}

function clientOf(connectionString: string): pg.Client {
  const client = new pg.Client({ connectionString });
  /* The statement that a broken connection was executing throws. */
  client.on("error", () => {});
  return client;
}

/**
 * Waits until no other migration runs, and keeps others waiting until the connection ends. The lock belongs
 * to a transaction: behind a pooler in transaction mode a lock of the session would stay behind and block
 * everybody.
 */
async function takeTurn(turn: pg.Client): Promise<void> {
  await logIn(turn);
  await turn.query("begin");
  await turn.query("set local idle_in_transaction_session_timeout = 0");
  await turn.query("select pg_advisory_xact_lock(hashtext($1))", [LOCK]);
}

/** Names the URL: an operator has two, and "password authentication failed" does not say which is wrong. */
async function logIn(owner: pg.Client): Promise<void> {
  try {
    await owner.connect();
  } catch (cause) {
    throw new Error("The database cannot be reached by DATABASE_OWNER_URL.", { cause });
  }
}

type Login = { name: string; password: string };

function readLogin(url: string): Login {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

async function refuseOldServer(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ number: number; name: string }>(`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as name`);
  const [row] = rows;
  if (row && row.number < OLDEST) {
    throw new Error(`PostgreSQL 15 or newer is needed; this server is ${row.name}.`);
  }
}

/** Older code might write data that newer code misreads, and the migrator does not check for it. */
async function refuseNewerDatabase(owner: pg.Client): Promise<void> {
  const { rows: tables } = await owner.query("select to_regclass('drizzle.__drizzle_migrations') as made");
  if (!tables[0]?.made) return;
  const { rows } = await owner.query<{ last: string | null }>(
    "select max(created_at)::text as last from drizzle.__drizzle_migrations",
  );
  const newest = Math.max(
    ...readMigrationFiles({ migrationsFolder: FOLDER }).map((file) => file.folderMillis),
  );
  if (Number(rows[0]?.last ?? 0) > newest) {
    throw new Error(
      "The database was migrated by a newer Brevduva than this one. Take that one, or restore the backup from before the upgrade.",
    );
  }
}

async function createLogin(owner: pg.Client, login: Login): Promise<void> {
  const existing = await owner.query("select from pg_roles where rolname = $1", [login.name]);
  if (existing.rowCount) return;
  try {
    await owner.query(
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

async function grantRoles(owner: pg.Client, name: string): Promise<void> {
  const { rows } = await owner.query<{ granted: boolean }>(
    `select bool_and(pg_has_role($1, wanted, 'member')) as granted
    from unnest(array['office', 'auth', 'system']) as wanted`,
    [name],
  );
  if (rows[0]?.granted) return;
  try {
    await owner.query(`grant office, auth, system to ${sqlName(name)}`);
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
