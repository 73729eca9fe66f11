import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

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

/**
 * The rights of each role to each table, each of which some transaction needs. UPDATE includes row locks, and
 * the counting triggers, which write as the role that changes cards or messages.
 */
const RIGHTS: Record<string, Record<string, string>> = {
  auth: {
    email_changes: "select, insert, update, delete",
    group_administrators: "select, insert, delete",
    group_offices: "select, insert, delete",
    groups: "select, insert, update, delete",
    invitations: "select, insert, update, delete",
    log_entries: "insert",
    login_tokens: "select, insert, update, delete",
    logos: "select, insert",
    mailing_counts: "select, update",
    member_counts: "select, update",
    memberships: "select, insert, update, delete",
    offices: "select, insert, update, delete",
    rate_warnings: "select, insert, update",
    recovery_codes: "select, insert, update, delete",
    second_factors: "select, insert, update, delete",
    sessions: "select, insert, update, delete",
    users: "select, insert, update, delete",
  },
  office: {
    address_problems: "select, insert, update",
    attempts: "select, insert, delete",
    batches: "select, insert, update, delete",
    erased_problems: "select, delete",
    erasures: "select, insert",
    facts: "select",
    group_administrators: "select",
    group_offices: "select",
    groups: "select",
    imports: "select, insert, update",
    invitations: "select",
    log_entries: "select, insert",
    logos: "select",
    mailing_counts: "select, insert, update",
    mailings: "select, insert, update, delete",
    member_counts: "select, insert, update",
    members: "select, insert, update, delete",
    memberships: "select",
    message_cards: "select, insert",
    messages: "select, insert, update",
    offices: "select, update require_second_factor",
    outbox: "select, insert",
    refreshes: "select, insert",
  },
  system: {
    address_problems: "select, insert, update, delete",
    attempts: "select, update, delete",
    batches: "select, update, delete",
    erased_addresses: "select, insert, update",
    erased_problems: "select, insert, update, delete",
    erasures: "select, update, delete",
    facts: "select, insert, update",
    imports: "select, update",
    lifts: "select, insert, update",
    log_entries: "insert",
    mailing_counts: "select, insert, update",
    mailings: "select, update updated_at",
    member_counts: "select, insert, update",
    members: "select, update",
    message_cards: "select",
    messages: "select, update",
    offices: "select",
    outbox: "select, update, delete",
    provider_events: "select, insert, update",
    provider_pace: "select, insert, update",
    rate_limits: "select, insert, update, delete",
    refreshes: "select, update",
    suppressions: "select, insert, update, delete",
  },
};

it("gives each role the rights that its transactions use", async () => {
  expect(await granted()).toEqual(RIGHTS);
});

/** Rights to a whole table by name, those to a column with its name. */
async function granted(): Promise<Record<string, Record<string, string>>> {
  const rows = await sql<{ role: string; name: string; rights: string }[]>`
    with own as (
      select c.relname, null as attname, x.* from pg_class c, aclexplode(c.relacl) x
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      union all
      select c.relname, a.attname, x.* from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x
      where c.relnamespace = 'public'::regnamespace
    )
    select coalesce(r.rolname, 'public') as role, relname as name,
      string_agg(lower(privilege_type) || coalesce(' ' || attname, ''), ', '
        order by array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], privilege_type), attname) as rights
    from own left join pg_roles r on r.oid = grantee
    where grantee <> grantor group by 1, 2`;
  const byRole: Record<string, Record<string, string>> = {};
  for (const { role, name, rights } of rows) byRole[role] = { ...byRole[role], [name]: rights };
  return byRole;
}
