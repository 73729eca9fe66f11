import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logIn } from "@/lib/auth/log-in";
import { authOptions } from "@/lib/auth/options";
import { purgeLogins } from "@/lib/auth/purge";
import { endSession, endSessionsOf, readSession, startSession } from "@/lib/auth/sessions";
import { issueToken } from "@/lib/auth/tokens";
import { asAuth } from "@/lib/db/tenant";
import { Program } from "@/tests/support/program";
import { PASSWORD, person } from "./people";

let arrange: Program;
let sql: postgres.Sql;

beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
});

afterAll(() => arrange.close());

test("the right password begins a session, a wrong one and an unknown address do not", async () => {
  const { id, email } = await person(sql);
  const done = await logIn({ email, password: PASSWORD }, "a browser");
  expect(done?.user).toEqual({ id, email, name: "Anna Ek", language: null });
  expect(await readSession(done?.sessionId ?? "")).toMatchObject({ user: { id } });
  expect(await logIn({ email, password: `${PASSWORD}!` }, null)).toBeNull();
  expect(await logIn({ email: "nobody@exempel.fi", password: PASSWORD }, null)).toBeNull();
});

test("somebody who was only invited cannot log in", async () => {
  await sql`insert into users (email) values ('invited@exempel.fi')`;
  expect(await logIn({ email: "invited@exempel.fi", password: "null" }, null)).toBeNull();
});

test("a session that was ended is refused, the others go on", async () => {
  const { id } = await person(sql);
  const first = await startSession(id, null);
  const second = await startSession(id, null);
  await endSession(first);
  expect(await readSession(first)).toBeNull();
  expect(await readSession(second)).not.toBeNull();
  await asAuth((tx) => endSessionsOf(tx, id));
  expect(await readSession(second)).toBeNull();
});

test.each([
  [
    "begun thirty days ago",
    "expires_at = expires_at - interval '29 days 23 hours'",
    "expires_at = expires_at - interval '1 hour'",
  ],
  [
    "idle for seven days",
    "last_seen_at = now() - interval '6 days 23 hours'",
    "last_seen_at = now() - interval '7 days'",
  ],
])("a session that was %s is refused, and not before", async (_, before, over) => {
  const { id } = await person(sql);
  const session = await startSession(id, null);
  await sql.unsafe(`update sessions set ${before} where id = '${session}'`);
  expect(await readSession(session)).not.toBeNull();
  await sql.unsafe(`update sessions set ${over} where id = '${session}'`);
  expect(await readSession(session)).toBeNull();
});

test("a visit is remembered once a minute", async () => {
  const { id } = await person(sql);
  const session = await startSession(id, null);
  const seen = async () =>
    (await sql<{ at: Date }[]>`select last_seen_at as at from sessions where id = ${session}`)[0]?.at;
  const atFirst = await seen();
  await readSession(session);
  expect(await seen()).toEqual(atFirst);
  await sql`update sessions set last_seen_at = now() - interval '2 minutes' where id = ${session}`;
  await readSession(session);
  const later = await seen();
  expect(Date.now() - Number(later)).toBeLessThan(60_000);
});

test("sessions that are over are forgotten with the names of their browsers, links a month later", async () => {
  const { id } = await person(sql);
  const [over, ended, open] = [
    await startSession(id, "Firefox"),
    await startSession(id, null),
    await startSession(id, null),
  ];
  await sql`update sessions set expires_at = now() - interval '1 second' where id = ${over}`;
  await endSession(ended);
  await asAuth(async (tx) => {
    await issueToken(tx, id, "reset");
    await issueToken(tx, id, "invitation");
  });
  await sql`update login_tokens set expires_at = now() - interval '31 days' where user_id = ${id} and purpose = 'reset'`;
  await asAuth(purgeLogins);
  const left = await sql<{ id: string }[]>`select id from sessions where user_id = ${id}`;
  expect(left.map((row) => row.id).toSorted()).toEqual([ended, open].toSorted());
  const links = await sql<{ purpose: string }[]>`select purpose from login_tokens where user_id = ${id}`;
  expect([...links]).toEqual([{ purpose: "invitation" }]);
});

test("what is no session's id is nobody's session", async () => {
  expect(await readSession("")).toBeNull();
  expect(await readSession("'; drop table users")).toBeNull();
  expect(await readSession("00000000-0000-4000-8000-000000000000")).toBeNull();
});

test("next-auth's cookie carries the session's id and nothing else", async () => {
  const { callbacks } = authOptions();
  const jwt = await callbacks?.jwt?.({
    token: { name: "Anna", email: "anna@exempel.fi", sub: "1" },
    user: { id: "1", sessionId: "the-session" },
    account: null,
  });
  expect(jwt).toEqual({ sessionId: "the-session" });
});
