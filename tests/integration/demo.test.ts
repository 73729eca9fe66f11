import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAddress } from "@/lib/addresses/parse";
import { verifyPassword } from "@/lib/auth/password";
import { findStandingStill } from "@/lib/mailings/stand-still";
import { expireNext } from "@/lib/messages/expire";
import { factOfRank, MESSAGE_STATUSES, type StopReason } from "@/lib/messages/facts";
import { reconcileNext } from "@/lib/messages/reconcile";
import { mailingsToRetry } from "@/lib/messages/retry";
import { messageStatus } from "@/lib/messages/status";
import { ADMINISTRATOR, COLLEAGUE, type DemoLogin } from "@/scripts/demo/offices";
import { seedDemo } from "@/scripts/demo/seed";
import { Program } from "@/tests/support/program";

let arrange: Program;
let sql: postgres.Sql;
let login: DemoLogin | null;
let seconds: number;
beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
  const start = performance.now();
  login = await seedDemo();
  seconds = (performance.now() - start) / 1000;
});
afterAll(() => arrange.close());

const everything = () => sql`
  select (select count(*) from offices) as offices, (select count(*) from users) as users,
    (select count(*) from members) as members, (select count(*) from mailings) as mailings,
    (select count(*) from messages) as messages, (select count(*) from facts) as facts`;

it("makes a federation with two associations, their people and some hundred members", async () => {
  const offices = await sql`
    select o.name, p.name as parent, (select count(*)::int from members m where m.office_id = o.id) as cards
    from offices o left join offices p on p.id = o.parent_id order by p.name nulls first, o.name`;
  expect(offices.map(({ name, parent }) => ({ name, parent }))).toEqual([
    { name: "Modellförbundet", parent: null },
    { name: "Byns ungdomsförening", parent: "Modellförbundet" },
    { name: "Skärgårdens hembygdsförening", parent: "Modellförbundet" },
  ]);
  for (const { cards } of offices) expect(cards).toBeGreaterThan(30);
  const memberships = await sql`
    select u.email, o.slug, m.role, m.register_right, m.mailings_right
    from memberships m join users u on u.id = m.user_id join offices o on o.id = m.office_id order by u.email`;
  expect(memberships).toMatchObject([
    { email: ADMINISTRATOR.email, slug: "modellforbundet", role: "administrator" },
    { email: COLLEAGUE.email, role: "colleague", register_right: "write", mailings_right: "read" },
  ]);
  expect(seconds).toBeLessThan(30);
});

it("gives a login that works", async () => {
  const [user] = await sql`select password_hash from users where email = ${login?.email ?? ""}`;
  expect(await verifyPassword(user?.password_hash, login?.password ?? "")).toBe(true);
});

it("writes addresses that the register itself would take, and families that share one", async () => {
  const rows = await sql<{ email: string; cards: number }[]>`
    select email, count(*)::int as cards from members where email is not null group by office_id, email`;
  for (const { email } of rows) expect(parseAddress(email)).toEqual({ address: email });
  expect(rows.filter(({ cards }) => cards > 1).length).toBeGreaterThan(5);
  for (const { email } of rows) expect(email).toMatch(/\.example$|@example\.org$|@resend\.dev$/);
});

describe("the mailings", () => {
  it("have one with all thirteen statuses", async () => {
    const rows = await sql<{ status: string }[]>`
      select m.status from messages m join mailings ml on ml.id = m.mailing_id
      where ml.state in ('sent', 'cancelled') and ml.subject like 'Höstmötet ____' group by 1`;
    expect(rows.map(({ status }) => status).sort()).toEqual([...MESSAGE_STATUSES].sort());
  });

  it("have the statuses, ticks and problems that their facts join to", async () => {
    const rows = await sql`
      select m.status, m.delivered, m.problem, m.stopped, m.expired_at is not null as expired,
        m.blocked_from_start, m.attempt_count,
        coalesce((select jsonb_agg(jsonb_build_object('number', a.number, 'fact', a.fact))
          from attempts a where a.message_id = m.id), '[]') as attempts
      from messages m`;
    expect(rows.length).toBeGreaterThan(400);
    for (const row of rows) {
      const attempts = row.attempts.map(({ number, fact }: { number: number; fact: number }) => ({
        number,
        fact: factOfRank(fact),
      }));
      const joined = messageStatus({
        attempts,
        expired: row.expired,
        stopped: row.stopped as StopReason | null,
        blockedFromStart: row.blocked_from_start,
      });
      const { status, delivered, problem } = row;
      expect({ status, delivered, problem }).toEqual({
        status: joined.status,
        delivered: joined.delivered,
        problem: joined.problem,
      });
      expect(row.attempt_count).toBe(attempts.length);
    }
  });

  it("have attempts whose fact is the highest that was learnt", async () => {
    expect(
      await sql`
        select a.id from attempts a join facts f on f.attempt_id = a.id group by a.id, a.fact
        having max(f.fact) > a.fact`,
    ).toEqual([]);
  });

  it("were sent in the past, and nothing in them is out of order", async () => {
    expect(
      await sql`
        select m.id, m.status from messages m join mailings ml on ml.id = m.mailing_id
        where m.created_at > now() - interval '20 hours' or m.status_at > now() or m.status_at < m.created_at
          or ml.completed_at is null or ml.completed_at > now() or ml.requested_at < ml.created_at
          or m.expired_at > now()`,
    ).toEqual([]);
    expect(await sql`select id from facts where occurred_at > now() or recorded_at < occurred_at`).toEqual(
      [],
    );
  });

  it("were sent, stopped and answered by day, by Finland's clock", async () => {
    expect(
      await sql`
        with pressed as (
          select requested_at as at from mailings union all select completed_at from mailings
          union all select occurred_at from facts where source = 'link'
          union all select email_status_at from members where email_status = 'confirmed'
          union all select created_at from members
        )
        select at from pressed where (at at time zone 'Europe/Helsinki')::time not between '08:00' and '21:00'`,
    ).toEqual([]);
  });

  it("leave nothing to do for the jobs", async () => {
    expect(await findStandingStill()).toEqual([]);
    expect(await mailingsToRetry()).toEqual([]);
    expect(await reconcileNext()).toBe(false);
    expect(await expireNext()).toBe(0);
    expect(await sql`select from batches where state in ('open', 'stale')`).toHaveLength(0);
    expect(await sql`select from outbox`).toHaveLength(0);
  });
});

describe("the register", () => {
  it("has cards in every status, and some without an address", async () => {
    const rows = await sql<{ status: string }[]>`
      select distinct coalesce(email_status::text, 'none') as status from members order by 1`;
    expect(rows.map(({ status }) => status)).toEqual([
      "confirmation_requested",
      "confirmed",
      "none",
      "problem_blocked",
      "problem_bounced",
      "problem_invalid",
      "problem_spam",
      "problem_unsubscribed",
      "unconfirmed",
    ]);
  });

  it("shows on its cards what is known of their addresses", async () => {
    expect(
      await sql`
        select c.email, c.email_status, p.problem, s.problem as suppressed from members c
        left join address_problems p on p.office_id = c.office_id and p.address = c.email
        left join suppressions s on s.address = c.email
        where c.email is not null and coalesce(
          p.problem, case when s.address is not null then 'problem_blocked'::email_status end,
          case when c.email_status::text like 'problem%' then null else c.email_status end
        ) is distinct from c.email_status`,
    ).toEqual([]);
  });

  it("has members who read Finnish and English, and some without an address", async () => {
    const [row] = await sql`
      select count(*) filter (where language = 'fi')::int as fi, count(*) filter (where language = 'en')::int as en,
        count(*) filter (where email is null)::int as without from members`;
    for (const count of [row?.fi, row?.en, row?.without]) expect(count).toBeGreaterThan(2);
  });
});

it("keeps counts that equal a recount", async () => {
  expect(
    await sql`
      select * from (select mailing_id, status, count(*)::int as count from messages group by 1, 2) r
      full join (select mailing_id, status, count from mailing_counts where count <> 0) c using (mailing_id, status)
      where r.count is distinct from c.count`,
  ).toEqual([]);
  expect(
    await sql`
      select * from (
        select office_id, coalesce(email_status::text, 'none') as status, count(*)::int as count
        from members group by 1, 2
      ) r full join (select office_id, status, count from member_counts where count <> 0) c using (office_id, status)
      where r.count is distinct from c.count`,
  ).toEqual([]);
  expect(
    await sql`
      select from mailings ml where total <> (select count(*) from messages m where m.mailing_id = ml.id)`,
  ).toHaveLength(0);
});

describe("a second time", () => {
  it("changes nothing but the passwords", async () => {
    const before = await everything();
    const again = await seedDemo();
    expect(await everything()).toEqual(before);
    expect(again?.password).not.toBe(login?.password);
    const [user] = await sql`select password_hash from users where email = ${again?.email ?? ""}`;
    expect(await verifyPassword(user?.password_hash, again?.password ?? "")).toBe(true);
  });

  it("begins anew where the first was stopped", async () => {
    const before = await everything();
    await sql`update users set password_hash = null`;
    await sql`delete from mailings where id in (select id from mailings order by created_at desc limit 2)`;
    await seedDemo();
    expect(await everything()).toEqual(before);
  });

  it("leaves a database alone that holds other offices", async () => {
    await sql`update offices set slug = 'our-own' where slug = 'modellforbundet'`;
    const before = await everything();
    expect(await seedDemo()).toBeNull();
    expect(await everything()).toEqual(before);
  });
});
