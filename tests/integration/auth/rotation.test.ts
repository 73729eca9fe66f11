import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newDevice, readDevice } from "@/lib/auth/device";
import { isMark, mark } from "@/lib/auth/marks";
import { authOptions } from "@/lib/auth/options";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";

const old = "the old one of more than thirty-two characters";
const fresh = "the new one of more than thirty-two characters";
const gone = "one that is not listed with enough characters";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  useTestEnv(database, { AUTH_SECRET: `${fresh},${old}` });
});
afterAll(() => database.close());

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
