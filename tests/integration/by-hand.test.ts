import { readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createModestDatabase, type ModestDatabase } from "@/tests/support/modest-owner";
import { Arrange } from "@/tests/support/offices";

/** What an operator is told to run in psql: whose login, as which role, and what. */
const GUIDE = readFileSync(new URL("../../docs/operating.md", import.meta.url), "utf8");
const STATEMENTS = [
  ...GUIDE.matchAll(
    /```sql\n-- psql "\$(DATABASE_URL|DATABASE_OWNER_URL)"(?:, as the role (\w+))?\n(.+?)```/gs,
  ),
].map(([, login = "", role = "", text = ""]) => ({ login, role, text }));

describe("what docs/operating.md has an operator run", () => {
  let database: ModestDatabase;
  let arrange: Arrange;
  beforeAll(async () => {
    database = await createModestDatabase();
    arrange = new Arrange(database);
  });
  afterAll(async () => {
    await arrange?.close();
    await database?.close();
  });

  async function run({ login, role, text }: (typeof STATEMENTS)[number]): Promise<void> {
    const url = login === "DATABASE_URL" ? database.appUrl : database.modestUrl;
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    try {
      await sql.unsafe(role ? `begin; set local role ${role}; ${text}; commit` : text);
    } finally {
      await sql.end();
    }
  }

  it.each(STATEMENTS)("may be run by $login $role: $text", run);

  it("is all of it that is not an administrator's", () => {
    const blocks = GUIDE.match(/```sql\n(?!create role)/g);
    expect(STATEMENTS).toHaveLength(blocks?.length ?? 0);
  });

  it("halts what would go on after a restore, and leaves the offices apart", async () => {
    const office = await arrange.office();
    const states = ["sending", "preparing", "sent"];
    for (const state of states) {
      await arrange.sql`insert into mailings (office_id, kind, state, subject) values (${office.id}, 'mailing', ${state}, ${state})`;
    }
    for (const statement of STATEMENTS.filter(({ text }) => text.includes("'paused'"))) await run(statement);
    const rows =
      await arrange.sql`select state, subject from mailings where office_id = ${office.id} order by subject`;
    expect(rows.map(({ subject, state }) => [subject, state])).toEqual([
      ["preparing", "cancelled"],
      ["sending", "paused"],
      ["sent", "sent"],
    ]);
    const open = await arrange.sql`
      select relname from pg_class where relrowsecurity and not relforcerowsecurity and relkind = 'r'`;
    expect(open).toHaveLength(0);
  });
});
