import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { generateSync } from "otplib";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { confirmEmailChange, readEmailChange, requestEmailChange } from "@/lib/auth/change-email";
import { changePassword, currentPasswordHash, isCurrentPassword } from "@/lib/auth/current-password";
import { enterCode } from "@/lib/auth/enter-code";
import { logIn } from "@/lib/auth/log-in";
import { requestPasswordReset, resetPassword } from "@/lib/auth/reset";
import { beginSecondFactor, confirmSecondFactor } from "@/lib/auth/second-factor/enrol";
import { listSessions, readSession, startSession, type User } from "@/lib/auth/sessions";
import { inviteColleague } from "@/lib/colleagues/invite";
import { createOffice } from "@/lib/offices/create";
import { ANNA } from "@/tests/support/actor";
import { Program } from "@/tests/support/program";
import { colleague, PASSWORD } from "./people";

const posted = vi.hoisted(() => [] as { text: string }[]);

vi.mock("@/lib/mail/provider", () => ({
  sendOne: async (mail: { text: string }) => {
    posted.push(mail);
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

const codeOf = (secret = "") => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) });

/** Lets `login` run when `change` has ended the sessions, and is about to write the log and commit. */
async function overtaken<T>(change: () => Promise<unknown>, login: () => Promise<T>): Promise<T> {
  const under: { change?: Promise<unknown>; login?: Promise<T> } = {};
  await sql.begin(async (held) => {
    await held`lock table log_entries in share mode`;
    under.change = change();
    const waits = () => held`select from pg_locks where relation = 'log_entries'::regclass and not granted`;
    while ((await waits()).length === 0) await sleep(5);
    under.login = login();
    await Promise.race([under.login, sleep(1_000)]);
  });
  await under.change;
  return under.login as Promise<T>;
}

test("a login by the old password begins no session while the password is changed", async () => {
  const who = await colleague(sql, officeId);
  const done = await overtaken(
    () => changed(who),
    () => logIn({ email: who.email, password: PASSWORD }, null),
  );
  expect(done).toBeNull();
  expect(await listSessions(who.id)).toHaveLength(1);
});

test("a code that follows a login by the old password begins no session while the password is changed", async () => {
  const who = await colleague(sql, officeId);
  const { secret } = (await beginSecondFactor(who)) ?? {};
  await confirmSecondFactor(who, codeOf(secret), await startSession(who.id, null));
  await sql`update second_factors set last_step = 0 where user_id = ${who.id}`;
  const half = await logIn({ email: who.email, password: PASSWORD }, null);
  const pending = half?.sessionId === null ? half.pending : "";
  const done = await overtaken(
    () => changed(who),
    () => enterCode(pending, codeOf(secret), { address: "203.0.113.9", userAgent: null, device: undefined }),
  );
  expect(done).toBe("over");
  expect(await listSessions(who.id)).toHaveLength(1);
});

test("a password that has been chosen by a link stays, whatever an open session was about to choose", async () => {
  const who = await colleague(sql, officeId);
  const before = (await currentPasswordHash(who.id, PASSWORD)) ?? "";
  posted.length = 0;
  await requestPasswordReset(who.email, "sv");
  const secret = /\/reset\/([\w-]{43})/.exec(posted[0]?.text ?? "")?.[1] ?? "";
  const done = await overtaken(
    () => resetPassword(secret, NEW),
    () => changePassword(who, before, "ett tredje lösenord", null),
  );
  expect(done).toBeNull();
  expect(await isCurrentPassword(who.id, NEW)).toBe(true);
  expect(await listSessions(who.id)).toEqual([]);
});

/** Changes the password as somebody who has just given the present one. */
async function changed(who: User) {
  return changePassword(who, (await currentPasswordHash(who.id, PASSWORD)) ?? "", NEW, null);
}

test("a login does not move to an address for which somebody is invited meanwhile", async () => {
  const who = await colleague(sql, officeId);
  const newEmail = `${randomUUID()}@exempel.fi`;
  posted.length = 0;
  await requestEmailChange(who, newEmail, "sv");
  const [old = "", fresh = ""] = posted.map(({ text }) => /\/email\/([\w-]{43})/.exec(text)?.[1] ?? "");
  await confirmEmailChange(old);
  const office = { id: officeId, name: "Byn", language: "sv" as const };
  const rights = { role: "colleague", register: "read", mailings: "none" } as const;
  const done = await overtaken(
    () => inviteColleague(office, ANNA, { email: newEmail, ...rights }),
    () => confirmEmailChange(fresh),
  );
  expect(done).toBe("taken");
  expect(await readEmailChange(fresh)).toEqual({ state: "unknown" });
});

test("a login while the second factor is turned on is asked for a code", async () => {
  const who = await colleague(sql, officeId);
  const here = await startSession(who.id, null);
  const { secret } = (await beginSecondFactor(who)) ?? {};
  const done = await overtaken(
    () => confirmSecondFactor(who, codeOf(secret), here),
    () => logIn({ email: who.email, password: PASSWORD }, null),
  );
  expect(done?.sessionId).toBeNull();
  expect(await listSessions(who.id)).toHaveLength(1);
  expect(await readSession(here)).not.toBeNull();
});
