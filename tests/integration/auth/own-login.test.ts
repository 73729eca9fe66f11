import type postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  confirmEmailChange,
  pendingEmailOf,
  readEmailChange,
  requestEmailChange,
} from "@/lib/auth/change-email";
import { changeName } from "@/lib/auth/change-name";
import { changePassword, currentPasswordHash, isCurrentPassword } from "@/lib/auth/current-password";
import { rememberLanguage } from "@/lib/auth/language";
import { logIn } from "@/lib/auth/log-in";
import { requestPasswordReset, resetPassword } from "@/lib/auth/reset";
import {
  endOtherSessions,
  endOwnSession,
  listSessions,
  readSession,
  startSession,
  type User,
} from "@/lib/auth/sessions";
import { TooMany } from "@/lib/errors";
import { LIMITS } from "@/lib/limits/limits";
import { createOffice } from "@/lib/offices/create";
import { Program } from "@/tests/support/program";
import { colleague, PASSWORD } from "./people";

type Posted = { to: string; text: string };
const posted = vi.hoisted(() => ({ mails: [] as Posted[] }));

vi.mock("@/lib/mail/provider", () => ({
  sendOne: async ({ to, text }: { to: string | string[]; text: string }) => {
    posted.mails.push({ to: [to].flat()[0] ?? "", text });
    return { kind: "accepted" };
  },
}));

const NEW = "ett helt nytt lösenord";

let arrange: Program;
let sql: postgres.Sql;
let officeId: string;
beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
  officeId = (await createOffice({ name: "Byn" })).id;
});
afterAll(() => arrange.close());

/** Changes the password as somebody who has just given the present one. @returns the new session. */
async function changed(who: User, userAgent: string | null = null): Promise<string> {
  const before = (await currentPasswordHash(who.id, PASSWORD)) ?? "";
  return (await changePassword(who, before, NEW, userAgent)) ?? "";
}

const actsOf = async (id: string) =>
  (await sql<{ act: string }[]>`select act from log_entries where actor_id = ${id} order by at`).map(
    ({ act }) => act,
  );

const linkTo = (to: string, path: string) =>
  new RegExp(`http://localhost:3000/${path}/([\\w-]{43})`).exec(
    posted.mails.findLast((mail) => mail.to === to)?.text ?? "",
  )?.[1] ?? "";

test("a new password ends every session and link, begins one here, and stands in the office's log", async () => {
  const who = await colleague(sql, officeId);
  const old = [await startSession(who.id, null), await startSession(who.id, null)];
  await requestPasswordReset(who.email, "sv");
  const link = linkTo(who.email, "reset");
  expect(link).not.toBe("");
  const others = await startSession((await colleague(sql, officeId)).id, null);
  const session = await changed(who, "a browser");
  for (const id of old) expect(await readSession(id)).toBeNull();
  expect(await readSession(others)).not.toBeNull();
  expect(await readSession(session)).toMatchObject({ user: { id: who.id } });
  expect(await resetPassword(link, PASSWORD)).toBe(false);
  expect(await logIn({ email: who.email, password: NEW }, null)).not.toBeNull();
  expect(await logIn({ email: who.email, password: PASSWORD }, null)).toBeNull();
  expect(await actsOf(who.id)).toEqual(["login.passwordChanged"]);
});

test("another name or language is the person's alone at the next click, and the name stands in the log beside the one before", async () => {
  const [who, other] = [await colleague(sql, officeId), await colleague(sql, officeId)];
  const session = await startSession(who.id, null);
  await changeName(who, "Anna Ek-Lund");
  await changeName({ ...who, name: "Anna Ek-Lund" }, "Anna Ek-Lund");
  expect(await readSession(session)).toMatchObject({ user: { name: "Anna Ek-Lund" } });
  expect(
    await sql`select act, actor_name, object_name from log_entries where actor_id = ${who.id}`,
  ).toMatchObject([{ act: "login.nameChanged", actor_name: "Anna Ek", object_name: "Anna Ek-Lund" }]);
  await rememberLanguage(who.id, "fi");
  expect(await readSession(session)).toMatchObject({ user: { language: "fi" } });
  expect(await readSession(await startSession(other.id, null))).toMatchObject({
    user: { name: "Anna Ek", language: null },
  });
});

test("the password that is asked for again cannot be guessed at an open computer", async () => {
  const { id } = await colleague(sql, officeId);
  expect(await isCurrentPassword(id, PASSWORD)).toBe(true);
  const outcomes: unknown[] = [];
  for (let time = 0; time <= LIMITS.ownPassword.burst; time++) {
    outcomes.push(await isCurrentPassword(id, "fel").catch((error: unknown) => error));
  }
  expect(outcomes.at(-1)).toBeInstanceOf(TooMany);
  expect(new Set(outcomes.slice(0, -1))).toEqual(new Set([false]));
});

test("one sees one's own sessions that are alive, and ends them; those of others stay", async () => {
  const [mine, other] = [await colleague(sql, officeId), await colleague(sql, officeId)];
  const [here, there, gone] = [
    await startSession(mine.id, "Firefox"),
    await startSession(mine.id, "Chrome"),
    await startSession(mine.id, null),
  ];
  await sql`update sessions set last_seen_at = now() - interval '8 days' where id = ${gone}`;
  const theirs = await startSession(other.id, null);
  for (const [first, second] of [
    [here, there],
    [there, here],
  ] as const) {
    await sql`update sessions set last_seen_at = now() + interval '1 second' * (id = ${first})::int
      where id in (${first}, ${second})`;
    expect((await listSessions(mine.id)).map(({ id }) => id)).toEqual([first, second]);
  }
  await endOwnSession(mine.id, theirs);
  await endOwnSession(mine.id, "no id");
  expect(await readSession(theirs)).not.toBeNull();
  await endOwnSession(mine.id, there);
  expect(await readSession(there)).toBeNull();
  await startSession(mine.id, null);
  await endOtherSessions(mine.id, here);
  expect((await listSessions(mine.id)).map(({ id }) => id)).toEqual([here]);
  expect(await readSession(theirs)).not.toBeNull();
});

test.each([
  ["the old address first", ["old", "new"]],
  ["the new address first", ["new", "old"]],
])("the address moves when both have said yes, %s", async (_, order) => {
  const who = await colleague(sql, officeId);
  const wished = `ny.${who.email}`;
  await requestEmailChange(who, wished, "sv");
  const links: Record<string, string> = { old: linkTo(who.email, "email"), new: linkTo(wished, "email") };
  expect(links.old).not.toBe(links.new);
  const [first = "", second = ""] = order.map((side) => links[side]);
  expect(await readEmailChange(first)).toEqual({ state: "open", oldEmail: who.email, newEmail: wished });
  expect(await confirmEmailChange(first)).toBe("waiting");
  expect(await confirmEmailChange(first)).toBe("waiting");
  expect((await readEmailChange(first)).state).toBe("waiting");
  expect((await readEmailChange(second)).state).toBe("open");
  expect(await pendingEmailOf(who.id)).toBe(wished);
  expect(await logIn({ email: wished, password: PASSWORD }, null)).toBeNull();
  expect(await confirmEmailChange(second)).toBe("done");
  expect(await logIn({ email: wished, password: PASSWORD }, null)).not.toBeNull();
  expect(await logIn({ email: who.email, password: PASSWORD }, null)).toBeNull();
  expect(await confirmEmailChange(second)).toBe("unknown");
  expect(await actsOf(who.id)).toEqual(["login.emailChanged"]);
});

test("a new address ends every session but that of the browser which confirms it", async () => {
  const who = await colleague(sql, officeId);
  const [here, there] = [await startSession(who.id, null), await startSession(who.id, null)];
  const move = async (mails: string[], session: string | null) => {
    await requestEmailChange(who, mails[1] ?? "", "sv");
    const [first = "", second = ""] = mails.map((mail) => linkTo(mail, "email"));
    await confirmEmailChange(first, session);
    expect(await readSession(here)).not.toBeNull();
    await confirmEmailChange(second, session);
  };
  await move([who.email, `ny.${who.email}`], here);
  expect([await readSession(here), await readSession(there)]).toEqual([expect.anything(), null]);
  await move([who.email, `nyare.${who.email}`], null);
  expect(await readSession(here)).toBeNull();
});

test("the address moves also when both confirm at the same moment, and links to the old one are over", async () => {
  for (let round = 0; round < 5; round++) {
    const who = await colleague(sql, officeId);
    await requestPasswordReset(who.email, "sv");
    const reset = linkTo(who.email, "reset");
    expect(reset).not.toBe("");
    await requestEmailChange(who, `ny.${who.email}`, "sv");
    const links = [linkTo(who.email, "email"), linkTo(`ny.${who.email}`, "email")];
    const outcomes = await Promise.all(links.map((link) => confirmEmailChange(link, null)));
    expect(outcomes.sort()).toEqual(["done", "waiting"]);
    expect(await resetPassword(reset, NEW)).toBe(false);
  }
});

test("nobody fills the mailbox of a stranger with questions", async () => {
  const who = await colleague(sql, officeId);
  const ask = () => requestEmailChange(who, "frammande@exempel.fi", "sv");
  for (let time = 0; time < LIMITS.emailChange.burst; time++) await ask();
  const before = posted.mails.length;
  await expect(ask()).rejects.toThrow(TooMany);
  expect(posted.mails).toHaveLength(before);
});

test("an address that somebody else has is not said to be, and not given away", async () => {
  const [who, other] = [await colleague(sql, officeId), await colleague(sql, officeId)];
  await requestEmailChange(who, other.email, "sv");
  const [old, fresh] = [linkTo(who.email, "email"), linkTo(other.email, "email")];
  await confirmEmailChange(old);
  expect(await confirmEmailChange(fresh)).toBe("taken");
  expect((await logIn({ email: other.email, password: PASSWORD }, null))?.user.id).toBe(other.id);
});

test("a wish is over after a day, by a newer one, and by a new password", async () => {
  const who = await colleague(sql, officeId);
  await requestEmailChange(who, `a.${who.email}`, "sv");
  const first = linkTo(who.email, "email");
  await requestEmailChange(who, `b.${who.email}`, "sv");
  const second = linkTo(who.email, "email");
  expect((await readEmailChange(first)).state).toBe("unknown");
  await sql`update email_changes set expires_at = now() where user_id = ${who.id}`;
  expect(await pendingEmailOf(who.id)).toBeNull();
  expect(await confirmEmailChange(second)).toBe("unknown");
  await requestEmailChange(who, `c.${who.email}`, "sv");
  const third = linkTo(who.email, "email");
  await changed(who);
  expect(await confirmEmailChange(third)).toBe("unknown");
});
