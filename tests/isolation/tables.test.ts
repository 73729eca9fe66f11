import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { tenantTables } from "./tenant";

/** Tables that belong to no office, and why. */
const WITHOUT_OFFICE: Record<string, string> = {
  offices: "the offices themselves; a policy of its own shows each office its own row",
  users: "one login for all offices of a person; only the role auth reads it",
  sessions: "of a person, not of an office; only the role auth reads it",
  login_tokens: "of a person, not of an office; only the role auth reads it",
  second_factors: "of a person, not of an office; only the role auth reads it",
  recovery_codes: "of a person, not of an office; only the role auth reads it",
  email_changes: "of a person, not of an office; only the role auth reads it",
  suppressions:
    "problems belong to the address at the provider, for all offices; only the role system reads it",
  erased_addresses: "as suppressions, whose hashes it holds; only the role system reads it",
  lifts: "of an address at the provider, as suppressions; only the role system reads it",
  rate_warnings: "of an office or of all together, told to the operator; only the role auth reads it",
  provider_events: "an event is stored before it is known whose it is; only the role system reads it",
  rate_limits: "of visitors, before it is known who they are; only the role system reads it",
  provider_pace: "one rate for the whole account; only the role system reads it",
};

const OWN_ROWS = "(office_id = ( SELECT current_office() AS current_office))";

let database: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createDatabase();
  sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await database.close();
});

it("knows of every table without an office why it has none", async () => {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  const tenants = await tenantTables(sql);
  const others = rows.map(({ name }) => name).filter((name) => !tenants.includes(name));
  expect(others.sort()).toEqual(Object.keys(WITHOUT_OFFICE).sort());
  expect(tenants.length).toBeGreaterThan(10);
});

it("forces row-level security on every table with an office, and on the offices", async () => {
  const wanted = [...(await tenantTables(sql)), "offices"];
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class where relrowsecurity and relforcerowsecurity`;
  expect(rows.map(({ name }) => name).sort()).toEqual(wanted.sort());
});

it("lets nobody leave the office of a row open", async () => {
  expect(
    await sql`
      select table_name from information_schema.columns
      where table_schema = 'public' and column_name = 'office_id' and (is_nullable = 'YES' or udt_name <> 'uuid')`,
  ).toEqual([]);
});

it("shows the role office exactly its own rows, for reading and writing, by one policy a table", async () => {
  const tables = await tenantTables(sql);
  const policies = await sql`
    select tablename, permissive, cmd, qual, with_check from pg_policies
    where schemaname = 'public' and roles && array['office', 'public']::name[] order by tablename`;
  const own = { permissive: "PERMISSIVE", cmd: "ALL", qual: OWN_ROWS, with_check: OWN_ROWS };
  const ownOffice = OWN_ROWS.replace("office_id", "id");
  expect([...policies]).toEqual(
    [
      ...tables.map((tablename) => ({ tablename, ...own })),
      { tablename: "offices", ...own, qual: ownOffice, with_check: ownOffice },
    ].sort((a, b) => (a.tablename < b.tablename ? -1 : 1)),
  );
});

it("has no key between tenant tables that leaves the office out", async () => {
  const tables = await tenantTables(sql);
  const keys = await sql<{ key: string; from: string; to: string; columns: string[] }[]>`
    select k.conname as key, f.relname as from, t.relname as to,
      array(select a.attname::text from pg_attribute a where a.attrelid = f.oid and a.attnum = any (k.conkey)) as columns
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace`;
  const between = keys.filter(({ from, to }) => tables.includes(from) && tables.includes(to));
  expect(between.length).toBeGreaterThan(5);
  expect(between.filter(({ columns }) => !columns.includes("office_id"))).toEqual([]);
});

describe("nothing goes round the policies", () => {
  it("no view", async () => {
    expect(
      await sql`
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')`,
    ).toEqual([]);
  });

  it("no function with its owner's rights, but those that answer for the addresses they are asked about, the one that takes an erased name out of the log, and those that search the office at hand", async () => {
    const rows = await sql`
      select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`;
    expect(rows.map(({ proname }) => proname)).toEqual([
      "blank_card_in_log",
      "cards_like",
      "entries_like",
      "recall_addresses",
      "suppressed_among",
    ]);
  });

  it("nobody who may call those functions without being named", async () => {
    const rows = await sql`
      select proname, r.rolname from pg_proc p cross join unnest(array['app', 'office', 'auth', 'system']) as r(rolname)
      where p.pronamespace = 'public'::regnamespace and p.prosecdef
        and has_function_privilege(r.rolname, p.oid, 'execute') order by 1, 2`;
    expect(rows.map(({ proname, rolname }) => `${rolname} ${proname}`)).toEqual([
      "office blank_card_in_log",
      "office cards_like",
      "office entries_like",
      "office recall_addresses",
      "system recall_addresses",
      "office suppressed_among",
      "system suppressed_among",
    ]);
  });

  it("no role that the app may take", async () => {
    const rows = await sql`
      select rolname, rolsuper, rolbypassrls, rolcreaterole, rolinherit from pg_roles
      where rolname in ('app', 'office', 'auth', 'system') order by 1`;
    const harmless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolinherit: false };
    expect([...rows]).toEqual(
      ["app", "auth", "office", "system"].map((rolname) => ({ rolname, ...harmless })),
    );
    expect(
      await sql`
        select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member
        where u.rolname = 'office' or (u.rolname = 'app' and r.rolname not in ('office', 'auth', 'system'))`,
    ).toEqual([]);
    expect(
      await sql`
        select relname from pg_class c join pg_roles r on r.oid = c.relowner
        where r.rolname in ('app', 'office', 'auth', 'system')`,
    ).toEqual([]);
  });
});
