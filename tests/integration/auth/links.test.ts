import type postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { pendingEmailOf, requestEmailChange } from "@/lib/auth/change-email";
import { activate, createInvitation, personWithAddress } from "@/lib/auth/invite";
import { logIn } from "@/lib/auth/log-in";
import { requestPasswordReset, resetPassword } from "@/lib/auth/reset";
import { readSession, startSession } from "@/lib/auth/sessions";
import { readToken } from "@/lib/auth/tokens";
import { asAuth } from "@/lib/db/tenant";
import { hashSecret } from "@/lib/links/secret";
import { createOffice } from "@/lib/offices/create";
import { Program } from "@/tests/support/program";
import { colleague, PASSWORD, person } from "./people";

const posted = vi.hoisted(() => ({
  mails: [] as { to: string[]; text: string; subject: string }[],
  busy: 0,
}));

vi.mock("@/lib/mail/provider", async (original) => ({
  ...(await original<typeof import("@/lib/mail/provider")>()),
  sendOne: async (mail: (typeof posted.mails)[number]) => {
    if (posted.busy-- > 0) return { kind: "retry" };
    posted.mails.push(mail);
    return { kind: "accepted", ids: ["1"] };
  },
}));

const NEW = "fyra nya ord här";

let arrange: Program;
let sql: postgres.Sql;

beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
});

afterAll(() => arrange.close());

async function askForReset(email: string): Promise<string> {
  await requestPasswordReset(email, "sv");
  const mail = posted.mails.at(-1);
  expect(mail?.to).toEqual([email]);
  return /http:\/\/localhost:3000\/reset\/([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
}

async function invite(email: string): Promise<{ userId: string; secret: string }> {
  return asAuth(async (tx) => {
    const person = await personWithAddress(tx, email);
    const { url } = await createInvitation(tx, person);
    return { userId: person.id, secret: url.split("/").at(-1) ?? "" };
  });
}

test("a forgotten password is changed by the link in the mail, once, and ends every session", async () => {
  const { id, email } = await person(sql);
  const session = await startSession(id, null);
  const secret = await askForReset(email);
  expect(await readToken("reset", secret)).toMatchObject({ state: "open", email });
  expect(await resetPassword(secret, NEW)).toBe(true);
  expect(await readSession(session)).toBeNull();
  expect(await logIn({ email, password: NEW }, null)).not.toBeNull();
  expect(await logIn({ email, password: PASSWORD }, null)).toBeNull();
  expect(await resetPassword(secret, "ett annat lösenord")).toBe(false);
  expect(await readToken("reset", secret)).toEqual({ state: "used" });
  expect(await logIn({ email, password: NEW }, null)).not.toBeNull();
});

test("only one of two uses at the same moment succeeds", async () => {
  const { email } = await person(sql);
  const secret = await askForReset(email);
  const outcomes = await Promise.all([1, 2, 3, 4].map((n) => resetPassword(secret, `${NEW} ${n}`)));
  expect(outcomes.filter(Boolean)).toHaveLength(1);
});

test("a new password makes other open links worthless, and leaves those of others", async () => {
  const { email } = await person(sql);
  const first = await askForReset(email);
  const second = await askForReset(email);
  const others = await askForReset((await person(sql)).email);
  expect(await resetPassword(second, NEW)).toBe(true);
  expect(await resetPassword(first, PASSWORD)).toBe(false);
  expect(await resetPassword(others, NEW)).toBe(true);
});

test("a forgotten password ends the wish for another address, and stands in the office's log", async () => {
  const { id: officeId } = await createOffice({ name: "Byn" });
  const who = await colleague(sql, officeId);
  await requestEmailChange(who, `ny.${who.email}`, "sv");
  expect(await resetPassword(await askForReset(who.email), NEW)).toBe(true);
  expect(await pendingEmailOf(who.id)).toBeNull();
  expect(await sql`select act from log_entries where actor_id = ${who.id}`).toMatchObject([
    { act: "login.passwordChanged" },
  ]);
});

test("the mail with the link speaks the person's language, else that of who asks", async () => {
  const { id, email } = await person(sql);
  await requestPasswordReset(email, "en");
  const english = posted.mails.at(-1)?.subject;
  await sql`update users set language = 'fi' where id = ${id}`;
  await requestPasswordReset(email, "en");
  expect(posted.mails.at(-1)?.subject).not.toBe(english);
  const finnish = posted.mails.at(-1)?.subject;
  await requestPasswordReset(email, "sv");
  expect(posted.mails.at(-1)?.subject).toBe(finnish);
});

test("an expired link changes nothing and says so", async () => {
  const { email } = await person(sql);
  const secret = await askForReset(email);
  await sql`update login_tokens set expires_at = now() where hash = ${hashSecret(secret)}`;
  expect(await readToken("reset", secret)).toEqual({ state: "expired" });
  expect(await resetPassword(secret, NEW)).toBe(false);
  expect(await logIn({ email, password: PASSWORD }, null)).not.toBeNull();
});

test("a link lives for an hour, an invitation for seven days, and only their hashes are stored", async () => {
  const { email } = await person(sql);
  const reset = await askForReset(email);
  const { secret } = await invite("nils@exempel.fi");
  const rows = await sql<{ purpose: string; hours: number; bytes: number }[]>`
    select purpose, extract(epoch from expires_at - created_at)::int / 3600 as hours, length(hash) as bytes
    from login_tokens where hash in (${hashSecret(reset)}, ${hashSecret(secret)}) order by hours`;
  expect(rows).toEqual([
    { purpose: "reset", hours: 1, bytes: 32 },
    { purpose: "invitation", hours: 168, bytes: 32 },
  ]);
});

test("nobody's address gets no mail, and somebody's at most five an hour", async () => {
  const before = posted.mails.length;
  await requestPasswordReset("nobody@exempel.fi", "sv");
  expect(posted.mails).toHaveLength(before);
  const { email } = await person(sql);
  for (let time = 0; time < 7; time++) await requestPasswordReset(email, "sv");
  expect(posted.mails).toHaveLength(before + 5);
  await sql`update login_tokens set created_at = created_at - interval '61 minutes'`;
  await requestPasswordReset(email, "sv");
  expect(posted.mails).toHaveLength(before + 6);
});

test("a provider that is busy is asked again a moment later", async () => {
  const { email } = await person(sql);
  posted.busy = 1;
  expect(await readToken("reset", await askForReset(email))).toMatchObject({ state: "open", email });
});

test("there are at most five an hour also when they are asked for at the same moment", async () => {
  const { email } = await person(sql);
  const before = posted.mails.length;
  await Promise.all(Array.from({ length: 12 }, () => requestPasswordReset(email, "sv")));
  expect(posted.mails).toHaveLength(before + 5);
});

test("a link for one purpose is worth nothing for the other", async () => {
  const { email } = await person(sql);
  const reset = await askForReset(email);
  expect(await readToken("invitation", reset)).toEqual({ state: "unknown" });
  expect(await activate(reset, { name: "X", password: NEW, language: "sv" })).toBeNull();
  const { secret } = await invite("eva@exempel.fi");
  expect(await resetPassword(secret, NEW)).toBe(false);
});

test("an invitation sets name, password and language, once", async () => {
  const email = "berg@exempel.fi";
  const { userId, secret } = await invite(email);
  expect(await activate(secret, { name: "Nils Berg", password: NEW, language: "fi" })).toBe(userId);
  const done = await logIn({ email, password: NEW }, null);
  expect(done?.user).toEqual({ id: userId, email, name: "Nils Berg", language: "fi" });
  expect(await activate(secret, { name: "Y", password: PASSWORD, language: "sv" })).toBeNull();
  const chosen = await invite("lind@exempel.fi");
  await sql`update users set language = 'en' where id = ${chosen.userId}`;
  await activate(chosen.secret, { name: "Ulf Lind", password: NEW, language: "fi" });
  expect((await logIn({ email: "lind@exempel.fi", password: NEW }, null))?.user.language).toBe("en");
});
