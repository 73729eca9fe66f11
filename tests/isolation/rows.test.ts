import { sql as query } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, pool } from "@/lib/db/client";
import { asAuth, asSystem, type Tx, withOffice } from "@/lib/db/tenant";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange } from "@/tests/support/offices";
import { fillOffice, tenantTables } from "./tenant";

const DENIED = "42501";

let database: TestDatabase;
let arrange: Arrange;
let sql: postgres.Sql;
let tables: string[];
/** Of these tables the role office may change, and remove, rows: see `rights.test.ts`. */
let changeable: string[];
let removable: string[];
let own: string;
let foreign: string;
beforeAll(async () => {
  database = await createDatabase();
  useTestEnv(database);
  arrange = new Arrange(database);
  sql = arrange.sql;
  tables = await tenantTables(sql);
  changeable = await tablesWith("update");
  removable = await tablesWith("delete");
  own = (await arrange.office("A")).id;
  foreign = (await arrange.office("B")).id;
  await fillOffice(sql, own);
  await fillOffice(sql, foreign);
  await sql`insert into suppressions (address, problem) values ('nils@example.org', 'problem_spam')`;
});
afterAll(async () => {
  await closeDatabase();
  await arrange.close();
  await database.close();
});

async function tablesWith(right: "update" | "delete"): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relname in ${sql(tables)}
      and has_table_privilege('office', oid, ${right})`;
  return rows.map(({ name }) => name);
}

/** Everything that an office has, as the owner of the database sees it. */
async function contentOf(officeId: string): Promise<unknown[]> {
  const content: unknown[] = [await sql`select * from offices where id = ${officeId}`];
  for (const table of tables) {
    content.push(await sql`select * from ${sql(table)} where office_id = ${officeId} order by 1, 2, 3`);
  }
  return content;
}

async function count(table: string, officeId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(table)} where office_id = ${officeId}`;
  return row?.count ?? 0;
}

/** Runs a statement as office A, and rolls it back. Resolves to the number of rows it saw or changed. */
async function asOwnOffice(statement: string): Promise<number> {
  let rows = -1;
  const undo = new Error("undo");
  await withOffice(own, async (tx) => {
    rows = (await tx.execute(query.raw(statement))).count;
    throw undo;
  }).catch((error) => {
    if (error !== undo) throw error;
  });
  return rows;
}

/** The SQLSTATE that a statement is refused with, "none" when it is carried out. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if ("code" in cause) return String(cause.code);
    }
    throw error;
  }
}

it("has rows of both offices in every table, else the rest would prove nothing", async () => {
  for (const table of tables) {
    expect([table, (await count(table, own)) > 0, (await count(table, foreign)) > 0]).toEqual([
      table,
      true,
      true,
    ]);
  }
});

describe("as one office, without any filter", () => {
  it("sees its own rows and none of the other's, in every table", async () => {
    for (const table of tables) {
      expect([table, await asOwnOffice(`select * from ${table}`)]).toEqual([table, await count(table, own)]);
      expect(await asOwnOffice(`select * from ${table} where office_id = '${foreign}'`)).toBe(0);
    }
    expect(await asOwnOffice("select * from offices")).toBe(1);
    expect(await asOwnOffice(`select * from offices where id = '${foreign}'`)).toBe(0);
  });

  it("finds its own cards and none of the other's, by the search that looks past the policies", async () => {
    const everything = await count("members", own);
    expect(await asOwnOffice("select cards_like('{}', 1000)")).toBe(everything);
    expect(await asOwnOffice("select cards_like(array['%@example.org%'], 1000)")).toBe(everything);
    expect(await asOwnOffice("select cards_like(array[$$' or true --$$], 1000)")).toBe(0);
    const others = "select from cards_like('{}', 1000) as id where id not in (select id from members)";
    expect(await asOwnOffice(others)).toBe(0);
  });

  it("changes and removes its own rows and none of the other's", async () => {
    const before = await contentOf(foreign);
    for (const table of changeable) {
      const rows = await count(table, own);
      expect([table, await asOwnOffice(`update ${table} set office_id = office_id`)]).toEqual([table, rows]);
      const taken = `update ${table} set office_id = '${own}' where office_id = '${foreign}'`;
      expect([table, await asOwnOffice(taken)]).toEqual([table, 0]);
    }
    for (const table of removable) {
      expect([table, await asOwnOffice(`delete from ${table}`)]).toEqual([table, await count(table, own)]);
    }
    expect(await asOwnOffice("update offices set require_second_factor = true")).toBe(1);
    expect(await contentOf(foreign)).toEqual(before);
  });

  it("changes nothing of others when it does empty its tables", async () => {
    const third = (await arrange.office("C")).id;
    await fillOffice(sql, third);
    const before = [await contentOf(own), await contentOf(foreign)];
    await withOffice(third, async (tx) => {
      for (const table of removable) await tx.execute(query.raw(`delete from ${table}`));
      await tx.execute(query.raw("update offices set require_second_factor = true"));
    });
    expect(await count("members", third)).toBe(0);
    expect([await contentOf(own), await contentOf(foreign)]).toEqual(before);
  });

  it("cannot hand a row over to the other", async () => {
    for (const table of tables) {
      const attempt = asOwnOffice(`update ${table} set office_id = '${foreign}'`);
      expect([table, await refusal(attempt)]).toEqual([table, DENIED]);
    }
  });

  it("cannot write a row for the other", async () => {
    for (const table of tables) {
      const columns = await sql<{ name: string }[]>`
        select column_name as name from information_schema.columns
        where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`;
      const names = columns.map(({ name }) => `"${name}"`);
      const values = names.map((name) => (name === '"office_id"' ? `'${foreign}'` : name));
      const statement = `insert into ${table} (${names}) select ${values} from ${table} limit 1`;
      expect([table, await refusal(asOwnOffice(statement))]).toEqual([table, DENIED]);
    }
  });

  it("changes and removes nothing, not even its own, in the tables that it only reads or adds to", async () => {
    const refused = [
      ...tables
        .filter((name) => !changeable.includes(name))
        .map((table) => `update ${table} set office_id = office_id`),
      ...tables.filter((name) => !removable.includes(name)).map((table) => `delete from ${table}`),
    ];
    expect(refused.length).toBeGreaterThan(tables.length);
    for (const statement of refused) {
      expect([statement, await refusal(asOwnOffice(statement))]).toEqual([statement, DENIED]);
    }
  });

  it("cannot empty a table, make an office, or change who belongs to one", async () => {
    for (const statement of [
      ...tables.map((table) => `truncate ${table} cascade`),
      "insert into offices (slug, name) values ('ny', 'Ny')",
      "delete from offices",
      "update memberships set role = 'administrator'",
      "delete from memberships",
      "update invitations set role = 'administrator'",
    ]) {
      expect([statement, await refusal(asOwnOffice(statement))]).toEqual([statement, DENIED]);
    }
  });

  it("cannot let itself send again, say how its rates are judged, or go to another head office", async () => {
    await sql`
      update offices set hold = 'suspended', held_at = now(), hold_reason = 'Utreds' where id = ${own}`;
    for (const change of [
      "hold = null, held_at = null",
      "hold_reason = 'Ingenting'",
      "judged_from = now()",
      "rate_warning = '{}'",
      "deleted_at = now()",
      `parent_id = '${foreign}'`,
      "head = true",
      "inherited = '{}'",
      "name = 'Vi'",
    ]) {
      expect([change, await refusal(asOwnOffice(`update offices set ${change}`))]).toEqual([change, DENIED]);
    }
    await sql`update offices set hold = null, held_at = null, hold_reason = '' where id = ${own}`;
  });

  it("cannot change or remove what stands in the log, nor can anybody else", async () => {
    for (const statement of ["update log_entries set actor_name = 'Nils'", "delete from log_entries"]) {
      const run = (tx: Tx) => tx.execute(query.raw(statement));
      for (const attempt of [() => asOwnOffice(statement), () => asAuth(run), () => asSystem(run)]) {
        expect([statement, await refusal(attempt())]).toEqual([statement, DENIED]);
      }
    }
  });

  it("cannot switch the policies off", async () => {
    const work = async (tx: Tx) => {
      await tx.execute(query.raw("set local row_security = off"));
      await tx.execute(query.raw("select * from members"));
    };
    expect(await refusal(withOffice(own, work))).toBe(DENIED);
  });

  it("reads no list of logins, of the provider's events, or of blocked addresses", async () => {
    for (const table of [
      "users",
      "sessions",
      "login_tokens",
      "suppressions",
      "lifts",
      "rate_warnings",
      "provider_events",
      "provider_pace",
    ]) {
      expect([table, await refusal(asOwnOffice(`select * from ${table}`))]).toEqual([table, DENIED]);
      expect([table, await refusal(asOwnOffice(`delete from ${table}`))]).toEqual([table, DENIED]);
    }
    expect(await asOwnOffice("select suppressed_among(array['nils@example.org', 'eva@example.org'])")).toBe(
      1,
    );
  });
});

describe("without an office", () => {
  it("sees and changes nothing as the role of offices", async () => {
    const app = postgres(database.appUrl, { max: 1 });
    for (const office of ["", null]) {
      await app.begin(async (tx) => {
        await tx`set local role office`;
        if (office !== null) await tx`select set_config('app.office', ${office}, true)`;
        for (const table of [...tables, "offices"]) {
          expect([table, (await tx`select * from ${tx(table)}`).count]).toEqual([table, 0]);
        }
        for (const table of removable) {
          expect([table, (await tx`delete from ${tx(table)}`).count]).toEqual([table, 0]);
        }
      });
    }
    await app.end();
  });

  it("finds no card by the search that looks past the policies", async () => {
    const search = "select cards_like('{}', 1000)";
    await sql.begin(async (tx) => {
      await tx`set local role office`;
      expect(await tx.unsafe(search)).toHaveLength(0);
    });
    expect(await refusal(asSystem((tx) => tx.execute(search)))).toBe(DENIED);
    expect(await refusal(asAuth((tx) => tx.execute(search)))).toBe(DENIED);
  });

  it("reads no table at all as the login role", async () => {
    const app = postgres(database.appUrl, { max: 1 });
    const rows = await sql<{ name: string }[]>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    for (const { name } of rows) {
      expect([name, await refusal(app`select * from ${app(name)}`.execute())]).toEqual([name, DENIED]);
    }
    await app.end();
  });

  it("leaves no office behind on a connection of the pool", async () => {
    await Promise.all(Array.from({ length: 20 }, () => withOffice(own, async () => {})));
    for (let time = 0; time < 20; time++) {
      const { rows } = await pool().query(
        "select current_user::text as role, current_setting('app.office', true) as office",
      );
      expect(rows[0]).toEqual({ role: "app", office: expect.toBeOneOf(["", null]) });
    }
  });
});
