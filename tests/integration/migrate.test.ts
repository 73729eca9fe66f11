import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "@/lib/db/migrate";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

describe("migrate", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ migrated: false });
  });
  afterAll(() => database.close());

  it("survives two starts at once, and a third later", async () => {
    await Promise.all([migrate(database), migrate(database)]);
    await migrate(database);
    const sql = postgres(database.ownerUrl, { max: 1 });
    const [row] = await sql`select count(*)::int as tables from pg_tables where schemaname = 'public'`;
    await sql.end();
    expect(row?.tables).toBeGreaterThan(5);
  });

  it("takes its turn by a transaction, since a pooler would keep a lock of the session for good", async () => {
    const sql = postgres(database.ownerUrl, { max: 2 });
    const barrier = await sql.reserve();
    await barrier`begin`;
    await barrier`lock table drizzle.__drizzle_migrations in access exclusive mode`;
    const migrating = migrate(database);
    const held = () => sql`
      select state from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and granted and pg_locks.database = (
        select oid from pg_database where datname = current_database())`;
    await expect
      .poll(held)
      .toEqual([{ state: "idle in transaction" }])
      .finally(() => barrier`commit`);
    await migrating;
    barrier.release();
    await sql.end();
  });

  it("gives the app a role that owns nothing, inherits nothing and bypasses nothing", async () => {
    const sql = postgres(database.appUrl, { max: 1 });
    const [role] = await sql`
      select rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolbypassrls
      from pg_roles where rolname = current_user`;
    const [owned] = await sql`select count(*)::int as tables from pg_tables where tableowner = current_user`;
    await expect(sql`select * from members`).rejects.toThrow(/permission denied/);
    const seen = await sql.begin(async (tx) => {
      await tx`set local role office`;
      return tx`select * from members`;
    });
    await sql.end();
    expect(role).toEqual({
      rolname: "app",
      rolsuper: false,
      rolinherit: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
    });
    expect(owned?.tables).toBe(0);
    expect(seen).toHaveLength(0);
  });

  it("refuses a database that newer sources have migrated", async () => {
    const sql = postgres(database.ownerUrl, { max: 1 });
    const at = Date.now() + 1e9;
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', ${at})`;
    await expect(migrate(database)).rejects.toThrow(/newer Brevduva/);
    await sql`delete from drizzle.__drizzle_migrations where hash = 'of tomorrow'`;
    await sql.end();
    await migrate(database);
  });

  it("refuses to let the app log in as the owner", async () => {
    await expect(migrate({ ownerUrl: database.ownerUrl, appUrl: database.ownerUrl })).rejects.toThrow(
      /role of its own/,
    );
  });

  it("names the setting by which nobody gets in, and why", async () => {
    const wrong = new URL(database.ownerUrl);
    wrong.pathname = "/nowhere";
    const attempt = migrate({ ownerUrl: wrong.href, appUrl: database.appUrl });
    await expect(attempt).rejects.toMatchObject({
      message: "The database cannot be reached by DATABASE_OWNER_URL.",
      cause: { message: 'database "nowhere" does not exist' },
    });
  });

  it("says what to do when the owner may not create the login role", async () => {
    const sql = postgres(database.ownerUrl, { max: 1 });
    await sql`create role modest login password 'modest'`;
    const modest = new URL(database.ownerUrl);
    modest.username = "modest";
    modest.password = "modest";
    const stranger = new URL(database.appUrl);
    stranger.username = "stranger";
    const attempt = migrate({ ownerUrl: modest.href, appUrl: stranger.href });
    await expect(attempt).rejects.toThrow(/create role "stranger" login noinherit/);
    await sql`drop role modest`;
    await sql.end();
  });
});
