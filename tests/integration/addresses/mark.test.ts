import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addressHash } from "@/lib/addresses/hash";
import { holdAddresses } from "@/lib/addresses/known";
import { markProblems } from "@/lib/addresses/mark";
import type { Problem } from "@/lib/addresses/status";
import { showNewSuppressions } from "@/lib/addresses/suppressions";
import { asSystem } from "@/lib/db/tenant";
import { lockWaits } from "@/tests/support/locks";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: string;
let address: string;
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  office = (await arrange.office()).id;
  address = `${randomUUID()}@example.org`;
  await arrange.members(office, [{ email: address }]);
});
afterAll(() => arrange.close());

const found = (problem: Problem, at = new Date()) => ({
  officeId: office,
  address,
  addressHash: null,
  problem,
  at: at.toISOString(),
});

async function shown() {
  const [card] = await arrange.sql`select email_status as status from members where email = ${address}`;
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
    await lockWaits(arrange.sql);
    await tx.execute(`insert into lifts (hash, reason) values ('${addressHash(address)}'::bytea, 'Skäl')`);
  });
  await marking;
  expect(await shown()).toBe("confirmed");
});

test("a card that missed the problem shows it after the next sweep", async () => {
  await asSystem((tx) => markProblems(tx, [found("problem_bounced")]));
  await arrange.sql`update members set email_status = 'confirmed' where email = ${address}`;
  await asSystem(showNewSuppressions);
  expect(await shown()).toBe("problem_bounced");
});
