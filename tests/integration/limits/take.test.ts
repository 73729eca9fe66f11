import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { TooMany } from "@/lib/errors";
import { LIMITS } from "@/lib/limits/limits";
import { purgeLimits } from "@/lib/limits/purge";
import { giveBack, take, takeIfRoom } from "@/lib/limits/take";
import { Program } from "@/tests/support/program";

let arrange: Program;
let sql: postgres.Sql;
beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
});
beforeEach(() => sql`delete from rate_limits`);
afterAll(() => arrange.close());

const { burst, everySeconds } = LIMITS.loginPair;
const passes = (seconds: number) =>
  sql`update rate_limits set spent_until = spent_until - ${seconds} * interval '1 second'`;

async function granted(tries: number, subject = "anna"): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: tries }, () => takeIfRoom("loginPair", subject)));
  return outcomes.filter(Boolean).length;
}

test("lets as many through as the limit says, also when all try at the same moment", async () => {
  expect(await granted(burst * 3)).toBe(burst);
  expect(await granted(burst, "somebody else")).toBe(burst);
});

test("says when the next try is taken, and takes it then", async () => {
  await granted(burst);
  const refusal = await take("loginPair", "anna").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(TooMany);
  const { seconds } = refusal as TooMany;
  expect(seconds).toBeGreaterThan(everySeconds - 30);
  expect(seconds).toBeLessThanOrEqual(everySeconds);
  await passes(seconds);
  expect(await granted(3)).toBe(1);
});

test("a refused try costs nothing: the wait does not grow", async () => {
  await granted(burst * 5);
  await passes(everySeconds);
  expect(await granted(2)).toBe(1);
});

test("who has waited for long may not try more often for it", async () => {
  await granted(1);
  await passes(3600);
  expect(await granted(burst * 2)).toBe(burst);
});

test("a clock that is adjusted by seconds gives nothing back", async () => {
  await granted(burst);
  await passes(-5);
  expect(await granted(burst)).toBe(0);
});

test("a clock that jumps back an hour locks nobody out for that hour", async () => {
  await granted(burst);
  await passes(-3600);
  expect(await granted(burst * 2)).toBe(burst);
});

test("one limit is not another's, and what is given back can be taken again", async () => {
  await granted(burst);
  expect(await takeIfRoom("loginDevice", "anna")).toBe(true);
  await giveBack("loginPair", "anna");
  expect(await granted(2)).toBe(1);
});

test("keeps neither addresses nor logins, and forgets who has waited long enough", async () => {
  await take("loginPair", "anna@exempel.fi");
  const [row] = await sql<{ key: Buffer; text: string }[]>`select key, r::text as text from rate_limits r`;
  expect(row?.key).toHaveLength(32);
  expect(row?.text).not.toContain("anna");
  await asSystem(purgeLimits);
  expect(await sql`select from rate_limits`).toHaveLength(1);
  await passes(everySeconds);
  await asSystem(purgeLimits);
  expect(await sql`select from rate_limits`).toHaveLength(0);
});
