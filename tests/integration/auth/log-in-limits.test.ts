import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newDevice, readDevice } from "@/lib/auth/device";
import { type Caller, tryLogIn } from "@/lib/auth/try-log-in";
import { TooMany } from "@/lib/errors";
import { LIMITS } from "@/lib/limits/limits";
import { takeIfRoom } from "@/lib/limits/take";
import { Program } from "@/tests/support/program";
import { PASSWORD, person } from "./people";

let arrange: Program;
let sql: postgres.Sql;
beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
});
afterAll(() => arrange.close());

const at = (address: string, device?: string): Caller => ({ address, userAgent: null, device });

async function outcome(email: string, password: string, caller: Caller): Promise<string> {
  try {
    return (await tryLogIn({ email, password }, caller)) ? "in" : "wrong";
  } catch (error) {
    return error instanceof TooMany ? "too many" : String(error);
  }
}

async function guess(email: string, address: string, times: number): Promise<string[]> {
  const outcomes: string[] = [];
  for (let time = 0; time < times; time++) outcomes.push(await outcome(email, "fel lösenord", at(address)));
  return outcomes;
}

test("whoever guesses is stopped, and locks out nobody but himself", async () => {
  const { email } = await person(sql);
  const { burst } = LIMITS.loginPair;
  const outcomes = await guess(email, "203.0.113.1", burst + 2);
  expect(outcomes).toEqual([...Array(burst).fill("wrong"), "too many", "too many"]);
  expect(await outcome(email, PASSWORD, at("203.0.113.1"))).toBe("too many");
  expect(await outcome(email, PASSWORD, at("203.0.113.2"))).toBe("in");
  expect(await outcome(email, PASSWORD, at("203.0.113.1", newDevice(email)))).toBe("in");
});

test("a browser that knows the login is stopped by its own guesses only", async () => {
  const { email } = await person(sql);
  const device = newDevice(email);
  const { burst } = LIMITS.loginDevice;
  const outcomes: string[] = [];
  for (let time = 0; time <= burst; time++) outcomes.push(await outcome(email, "fel", at("x", device)));
  expect(outcomes.at(-1)).toBe("too many");
  expect(new Set(outcomes.slice(0, -1))).toEqual(new Set(["wrong"]));
  expect(await outcome(email, PASSWORD, at("x", newDevice(email)))).toBe("in");
});

test("a login that succeeds does not count", async () => {
  const { email } = await person(sql);
  for (let time = 0; time < LIMITS.loginPair.burst + 3; time++) {
    expect(await outcome(email, PASSWORD, at("203.0.113.3"))).toBe("in");
  }
});

test("guesses from very many addresses make each address's share smaller, and leave one to the owner", async () => {
  const { email } = await person(sql);
  while (await takeIfRoom("loginAccount", email));
  const { burst } = LIMITS.loginPairUnderAttack;
  const outcomes = await guess(email, "203.0.113.4", burst + 1);
  expect(outcomes).toEqual([...Array(burst).fill("wrong"), "too many"]);
  for (let time = 0; time < burst + 2; time++) {
    expect(await outcome(email, PASSWORD, at("203.0.113.5"))).toBe("in");
  }
});

test("many accounts from one address are stopped as well, also those that nobody has", async () => {
  while (await takeIfRoom("loginAddress", "203.0.113.6"));
  /* Every six seconds there is room for one, which the first guess may find. */
  expect(await guess("nobody@exempel.fi", "203.0.113.6", 2)).toContain("too many");
});

test("a device's mark is of one login, and nobody else can make it", () => {
  const mark = newDevice("anna@exempel.fi");
  expect(readDevice(mark, "anna@exempel.fi")).toBe(mark.split(".")[0]);
  expect(readDevice(mark, "bo@exempel.fi")).toBeNull();
  const [nonce, signature] = mark.split(".");
  expect(readDevice(`${nonce?.slice(0, -1)}x.${signature}`, "anna@exempel.fi")).toBeNull();
  for (const other of [undefined, "", ".", `${nonce}.`, `${nonce}.${"A".repeat(43)}`]) {
    expect(readDevice(other, "anna@exempel.fi")).toBeNull();
  }
});
