import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addressHash } from "@/lib/addresses/hash";
import { holdAddresses } from "@/lib/addresses/known";
import { markProblems } from "@/lib/addresses/mark";
import type { Problem } from "@/lib/addresses/status";
import { showNewSuppressions } from "@/lib/addresses/suppressions";
import { closeDatabase } from "@/lib/db/client";
import { asSystem } from "@/lib/db/tenant";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { lockWaits } from "@/tests/support/locks";
import { Arrange } from "@/tests/support/offices";

let database: TestDatabase;
let desk: Arrange;
let office: string;
let address: string;
beforeAll(async () => {
  database = await createDatabase();
  useTestEnv(database);
  desk = new Arrange(database);
});
beforeEach(async () => {
  office = (await desk.office()).id;
  address = `${randomUUID()}@example.org`;
  await desk.members(office, [{ email: address }]);
});
afterAll(async () => {
  await closeDatabase();
  await desk.close();
  await database.close();
});

const found = (problem: Problem, at = new Date()) => ({
  officeId: office,
  address,
  addressHash: null,
  problem,
  at: at.toISOString(),
});

async function shown() {
  const [card] = await desk.sql`select email_status as status from members where email = ${address}`;
  return card?.status;
}

test.each([
  ["problem_bounced", "problem_spam"],
  ["problem_spam", "problem_bounced"],
] as const)("of what several messages find at once, %s and %s, the worst stays", async (one, other) => {
  await asSystem((tx) => markProblems(tx, [found(one), found(other)]));
  expect(await shown()).toBe("problem_spam");
});

test("what happened before a lift that is made at the same moment marks nothing", async () => {
  const before = new Date(Date.now() - 60_000);
  let marking = Promise.resolve();
  await asSystem(async (tx) => {
    await holdAddresses(tx, [address], "exclusive");
    marking = asSystem((other) => markProblems(other, [found("problem_bounced", before)]));
    await lockWaits(desk.sql);
    await tx.execute(`insert into lifts (hash, reason) values ('${addressHash(address)}'::bytea, 'Skäl')`);
  });
  await marking;
  expect(await shown()).toBe("confirmed");
});

test("a card that missed the problem shows it after the next sweep", async () => {
  await asSystem((tx) => markProblems(tx, [found("problem_bounced")]));
  await desk.sql`update members set email_status = 'confirmed' where email = ${address}`;
  await asSystem(showNewSuppressions);
  expect(await shown()).toBe("problem_bounced");
});
