import { generateSync } from "otplib";
import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newDevice } from "@/lib/auth/device";
import { enterCode } from "@/lib/auth/enter-code";
import { logIn } from "@/lib/auth/log-in";
import { hashPassword } from "@/lib/auth/password";
import { claimOfPendingLogin, PENDING_SECONDS } from "@/lib/auth/pending-login";
import { countRecoveryCodes, hasSecondFactor, takeCode } from "@/lib/auth/second-factor/check";
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from "@/lib/auth/second-factor/enrol";
import { open, seal } from "@/lib/auth/second-factor/seal";
import { readSession, startSession } from "@/lib/auth/sessions";
import { TooMany } from "@/lib/errors";
import { LIMITS } from "@/lib/limits/limits";
import { Program } from "@/tests/support/program";
import { PASSWORD, person } from "./people";

let arrange: Program;
let sql: postgres.Sql;
beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
});
afterAll(() => arrange.close());

const elsewhere = { address: "203.0.113.9", userAgent: null, device: undefined };
const codeOf = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

/** Somebody with a second factor whose present code is not used up yet. */
async function guarded() {
  const { id, email } = await person(sql);
  const who = { id, email, name: "Anna Ek" };
  const session = await startSession(id, null);
  const { secret = "" } = (await beginSecondFactor(who)) ?? {};
  const codes = await confirmSecondFactor(who, codeOf(secret), session);
  await sql`update second_factors set last_step = 0 where user_id = ${id}`;
  return { ...who, session, secret, codes: codes ?? [] };
}

async function half(email: string): Promise<string> {
  const done = await logIn({ email, password: PASSWORD }, null);
  return done?.sessionId === null ? done.pending : "";
}

describe("turning it on", () => {
  test("asks for nothing before the app has shown a code, and shows the same secret until then", async () => {
    const { id, email } = await person(sql);
    const who = { id, email, name: "" };
    const first = await beginSecondFactor(who);
    expect(await beginSecondFactor(who)).toEqual(first);
    expect(first?.uri).toContain(`secret=${first?.secret}`);
    expect(await hasSecondFactor(id)).toBe(false);
    expect((await logIn({ email, password: PASSWORD }, null))?.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await renewRecoveryCodes(who)).toBeNull();
    for (const wrong of ["000000", "", "abc", codeOf(first?.secret ?? "", -20)]) {
      expect(await confirmSecondFactor(who, wrong, "")).toBeNull();
    }
    expect(await hasSecondFactor(id)).toBe(false);
  });

  test("shows another secret after a day, and never to somebody who has turned it on", async () => {
    const { id, email } = await person(sql);
    const who = { id, email, name: "" };
    const later = () =>
      sql`update second_factors set created_at = created_at - interval '25 hours' where user_id = ${id}`;
    const first = await beginSecondFactor(who);
    await later();
    const second = await beginSecondFactor(who);
    expect(second?.secret).not.toBe(first?.secret);
    const here = await startSession(id, null);
    expect(await confirmSecondFactor(who, codeOf(first?.secret ?? ""), here)).toBeNull();
    expect(await confirmSecondFactor(who, codeOf(second?.secret ?? ""), here)).toHaveLength(10);
    await later();
    expect(await beginSecondFactor(who)).toBeNull();
    expect(await takeCode(id, codeOf(second?.secret ?? "", 1))).toBe(true);
  });

  test("gives ten codes for paper, once, and ends every other session", async () => {
    const { id, email } = await person(sql);
    const who = { id, email, name: "" };
    const [here, there] = [await startSession(id, null), await startSession(id, null)];
    const { secret = "" } = (await beginSecondFactor(who)) ?? {};
    const code = codeOf(secret);
    const codes = await confirmSecondFactor(who, code, here);
    expect(new Set(codes).size).toBe(10);
    expect(codes?.every((code) => /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/.test(code))).toBe(true);
    expect(await readSession(here)).not.toBeNull();
    expect(await readSession(there)).toBeNull();
    expect(await beginSecondFactor(who)).toBeNull();
    expect(await confirmSecondFactor(who, codeOf(secret, 1), here)).toBeNull();
    expect(await takeCode(id, code)).toBe(false);
  });

  test("keeps neither the secret nor the codes in the clear", async () => {
    const { id, secret, codes } = await guarded();
    const [row] = await sql<{ sealed: Buffer; all: string }[]>`
      select secret as sealed, (select string_agg(encode(hash, 'escape'), '') from recovery_codes where user_id = ${id}) as all
      from second_factors where user_id = ${id}`;
    expect(row?.sealed.toString("latin1")).not.toContain(secret);
    expect(row?.all).not.toContain(codes[0]);
    expect(open(row?.sealed ?? Buffer.alloc(0), id)).toBe(secret);
  });
});

describe("logging in", () => {
  test("begins no session by the password alone, and one by the code", async () => {
    const { id, email, secret } = await guarded();
    const pending = await half(email);
    const [row] = await sql`select count(*)::int as n from sessions where user_id = ${id}`;
    expect(row?.n).toBe(1);
    const done = await enterCode(pending, codeOf(secret), elsewhere);
    expect(typeof done === "object" && (await readSession(done.sessionId))?.user.id).toBe(id);
  });

  test("takes each code once, also when two come at the same moment, and none that came before", async () => {
    const { id, secret } = await guarded();
    for (let round = 0; round < 5; round++) {
      await sql`update second_factors set last_step = 0 where user_id = ${id}`;
      const code = codeOf(secret);
      const outcomes = await Promise.all([1, 2, 3].map(() => takeCode(id, code)));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    }
    expect(await takeCode(id, codeOf(secret, -1))).toBe(false);
    expect(await takeCode(id, codeOf(secret, 1))).toBe(true);
  });

  test("takes no code of another time than a telephone's clock may be off", async () => {
    const { id, secret } = await guarded();
    for (const steps of [-3, 3]) expect(await takeCode(id, codeOf(secret, steps))).toBe(false);
  });

  test("takes a recovery code once, however it is typed", async () => {
    const { id, codes } = await guarded();
    expect(await takeCode(id, ` ${codes[0]?.toUpperCase().replaceAll("-", " ")} `)).toBe(true);
    expect(await takeCode(id, codes[0] ?? "")).toBe(false);
    expect(await countRecoveryCodes(id)).toBe(9);
    const other = await guarded();
    expect(await takeCode(other.id, codes[1] ?? "")).toBe(false);
    await renewRecoveryCodes({ id, email: "", name: "" });
    expect(await takeCode(id, codes[1] ?? "")).toBe(false);
    expect(await countRecoveryCodes(id)).toBe(10);
  });

  test("wants the password again after ten minutes, after a change of it, and for a mark that is not ours", async () => {
    const { id, email, secret } = await guarded();
    const pending = await half(email);
    expect(claimOfPendingLogin(pending, Date.now() + (PENDING_SECONDS + 1) * 1000)).toBeNull();
    const { id: other } = await guarded();
    for (const mark of [undefined, "", "x", pending.replace(id, other), `${pending.slice(0, -1)}!`]) {
      expect(await enterCode(mark, codeOf(secret), elsewhere)).toBe("over");
    }
    await sql`update users set password_hash = ${await hashPassword("ett annat lösenord")} where id = ${id}`;
    expect(await enterCode(pending, codeOf(secret), elsewhere)).toBe("over");
  });

  test("stops whoever guesses codes, but not the person in a known browser", async () => {
    const { id, email, secret } = await guarded();
    const pending = await half(email);
    const outcomes: unknown[] = [];
    for (let time = 0; time <= LIMITS.loginCode.burst; time++) {
      outcomes.push(await enterCode(pending, "000000", elsewhere).catch((error: unknown) => error));
    }
    expect(outcomes.at(-1)).toBeInstanceOf(TooMany);
    expect(new Set(outcomes.slice(0, -1))).toEqual(new Set(["wrong"]));
    const known = { ...elsewhere, device: newDevice(email) };
    for (let time = 0; time <= LIMITS.loginCode.burst; time++) {
      expect(await enterCode(pending, codeOf(secret), known)).toMatchObject({ user: { email } });
      await sql`update second_factors set last_step = 0 where user_id = ${id}`;
    }
  });

  test("asks for the password alone once it is off again", async () => {
    const { id, email, codes } = await guarded();
    await removeSecondFactor({ id, email, name: "" });
    expect((await logIn({ email, password: PASSWORD }, null))?.sessionId).not.toBeNull();
    expect(await takeCode(id, codes[0] ?? "")).toBe(false);
  });
});

describe("the seal", () => {
  const id = "0b7e3a2c-5d0f-4a59-9d66-0f6a0a6a2f10";
  const keys = (...versions: number[]) =>
    new Map(versions.map((version) => [version, Buffer.alloc(32, version)]));

  test("opens for its person with the key of its version, also after a rotation", () => {
    const sealed = seal("secret", id, keys(1));
    expect(open(sealed, id, keys(1, 2))).toBe("secret");
    expect(seal("secret", id, keys(1, 2))[0]).toBe(2);
    expect(seal("secret", id, keys(1)).equals(sealed)).toBe(false);
  });

  test("stays shut for another person, another key and a changed byte", () => {
    const sealed = seal("secret", id, keys(1));
    expect(() => open(sealed, id.replace("0b", "0c"), keys(1))).toThrow();
    expect(() => open(sealed, id, keys(2))).toThrow();
    expect(() => open(sealed, id, new Map([[1, Buffer.alloc(32, 9)]]))).toThrow();
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => open(sealed, id, keys(1))).toThrow();
  });
});
