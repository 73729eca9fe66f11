import { encode } from "next-auth/jwt";
import { generateSync } from "otplib";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newDevice, readDevice } from "@/lib/auth/device";
import { isMark, mark } from "@/lib/auth/marks";
import { authOptions } from "@/lib/auth/options";
import { takeCode } from "@/lib/auth/second-factor/check";
import { newAppSecret } from "@/lib/auth/second-factor/codes";
import { open, seal } from "@/lib/auth/second-factor/seal";
import { Program } from "@/tests/support/program";
import { person } from "./people";

const old = "the old one of more than thirty-two characters";
const fresh = "the new one of more than thirty-two characters";
const gone = "one that is not listed with enough characters";

let arrange: Program;
let sql: postgres.Sql;
beforeAll(async () => {
  const keys = [7, 8].map((byte, index) => `${index + 1}:${Buffer.alloc(32, byte).toString("base64url")}`);
  arrange = await Program.open({ AUTH_SECRET: `${fresh},${old}`, LINK_KEYS: keys.join() });
  sql = arrange.sql;
});
afterAll(() => arrange.close());

test("a session that was signed with the secret before goes on, one of a secret that is gone does not", async () => {
  const { jwt, secret } = authOptions();
  expect(secret).toBe(fresh);
  for (const [by, read] of [
    [fresh, "the-session"],
    [old, "the-session"],
    [gone, undefined],
  ] as const) {
    const token = await encode({ token: { sessionId: "the-session" }, secret: by });
    expect((await jwt?.decode?.({ token, secret: fresh }))?.sessionId).toBe(read);
  }
  expect(await jwt?.decode?.({ token: "no token", secret: fresh })).toBeNull();
});

test("marks are made with the newest secret and known by each that is valid", () => {
  expect(isMark(mark("text"), "text", [fresh])).toBe(true);
  expect(isMark(mark("text", [old]), "text")).toBe(true);
  expect(isMark(mark("text", [gone]), "text")).toBe(false);
  expect(isMark(mark("text"), "another text")).toBe(false);
  expect(readDevice(newDevice("anna@exempel.fi"), "anna@exempel.fi")).not.toBeNull();
});

test("the secret of an app for codes is sealed with the newest key at the next login", async () => {
  const { id } = await person(sql);
  const secret = newAppSecret();
  await sql`insert into second_factors (user_id, secret, confirmed_at)
    values (${id}, ${seal(secret, id, new Map([[1, Buffer.alloc(32, 7)]]))}, now())`;
  expect(await takeCode(id, generateSync({ secret }))).toBe(true);
  const [row] = await sql<{ secret: Buffer }[]>`select secret from second_factors where user_id = ${id}`;
  expect(open(row?.secret ?? Buffer.of(), id, new Map([[2, Buffer.alloc(32, 8)]]))).toBe(secret);
});
