import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { inject } from "vitest";
import { migrate } from "@/lib/db/migrate";

/** The app's login role in tests; it exists on the whole server. */
const APP = { name: "app", password: "app" };
const MIGRATIONS = fileURLToPath(new URL("../../lib/db/migrations/", import.meta.url));

export type TestDatabase = {
  /** Superuser's URL, which bypasses row-level security: for arranging and for looking at everything. */
  ownerUrl: string;
  /** URL of the login role `app`, as the program itself connects. */
  appUrl: string;
  /** Drops the database, with whoever is still connected. */
  close(): Promise<void>;
};

/**
 * A fresh database of its own for a test file. Call it in `beforeAll`, and `close()` in `afterAll`.
 *
 * @param options.migrated with the current schema (default): a clone of a template that is migrated
 *   once per run. `false` gives an empty database, for tests of the migrations themselves.
 * @param options.clusterUrl superuser's URL of the server; the one of the run's tests by default.
 */
export async function createDatabase({
  migrated = true,
  clusterUrl = inject("clusterUrl"),
} = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asOwner(clusterUrl, async (sql) => {
    const template = migrated ? await ensureTemplate(sql, clusterUrl) : "template1";
    await sql.unsafe(`create database ${name} template ${template}`);
  });
  return {
    ownerUrl: databaseUrl(clusterUrl, name),
    appUrl: databaseUrl(clusterUrl, name, APP),
    close: () =>
      asOwner(clusterUrl, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`).then(() => {})),
  };
}

async function ensureTemplate(sql: postgres.Sql, clusterUrl: string): Promise<string> {
  const template = `brevduva_template_${migrationsHash()}`;
  const building = `${template}_building`;
  await sql`select pg_advisory_lock(hashtext(${template}))`;
  const existing = await sql`select from pg_database where datname = ${template}`;
  if (existing.length === 0) {
    await sql.unsafe(`drop database if exists ${building} with (force)`);
    await sql.unsafe(`create database ${building} template template1`);
    await migrate({
      ownerUrl: databaseUrl(clusterUrl, building),
      appUrl: databaseUrl(clusterUrl, building, APP),
    });
    await sql.unsafe(`alter database ${building} rename to ${template}`);
  }
  await sql`select pg_advisory_unlock(hashtext(${template}))`;
  return template;
}

function migrationsHash(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(MIGRATIONS)
    .filter((entry) => entry.endsWith(".sql"))
    .sort()) {
    hash.update(file).update(readFileSync(`${MIGRATIONS}${file}`));
  }
  return hash.digest("hex").slice(0, 12);
}

async function asOwner<T>(clusterUrl: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(clusterUrl, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function databaseUrl(
  clusterUrl: string,
  database: string,
  user?: { name: string; password: string },
): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  if (user) {
    url.username = user.name;
    url.password = user.password;
  }
  return url.href;
}
