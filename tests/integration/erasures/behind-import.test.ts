import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { stopTrying } from "@/lib/mailings/stop-trying";
import { readImportFile } from "@/lib/members/import/read";
import { runImport } from "@/lib/members/import/run";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import { OnePerson } from "./one-person";

/** A mail to somebody who was erased comes back while a large import puts the address on a card again. */

let one: OnePerson;
beforeAll(async () => {
  one = await OnePerson.open();
});
beforeEach(() => one.next());
afterAll(() => one?.desk.close());

const event = (attemptId: string | undefined, fact: FactRecord["fact"]): FactRecord => ({
  attemptId: attemptId ?? "",
  fact,
  source: "event",
  key: `behind:${attemptId}:${fact}`,
  reason: null,
  occurredAt: new Date(),
});

/** A mailing to two, of whom one is erased; the other's mail is to be tried again. */
async function sentToTwo() {
  const id = await one.confirmed();
  await one.desk.arrange.members(one.office, [
    { email: `full${one.number}@annan.example`, lastName: "Annan" },
  ]);
  const mailingId = await one.mailed(2);
  const attempts = await one.desk.sql<{ id: string; theirs: boolean }[]>`
    select a.id, m.address = ${one.address} as theirs from attempts a join messages m on m.id = a.message_id
    where m.mailing_id = ${mailingId}`;
  const erased = attempts.find(({ theirs }) => theirs)?.id;
  const other = attempts.find(({ theirs }) => !theirs)?.id;
  await one.desk.sql`update attempts set fact = 30, fact_key = '' where id = ${other ?? ""}`;
  await asSystem((tx) => foldFacts(tx, [event(other, "soft_bounced")]));
  await one.erase(id);
  return { mailingId, erased, other };
}

async function imports(work: () => Promise<void>): Promise<void> {
  const file = await readImportFile(Buffer.from(`Efternamn;E-post\nNy;${one.address}\n`));
  if (!("rows" in file)) throw new Error("the list was not understood");
  await withOffice(one.office, async (tx) => {
    await runImport(tx, one.office, ANNA, file, "sv");
    await work();
  });
}

const soon = (work: Promise<unknown>) => Promise.race([work.then(() => true), sleep(2000).then(() => false)]);

async function cards() {
  const rows = await one.desk.sql`
    select email_status from members where office_id = ${one.office} and email = ${one.address}`;
  return rows.map((row) => row.email_status);
}

test("the new card gets the problem", async () => {
  const { erased } = await sentToTwo();
  let folding: Promise<unknown> = Promise.resolve();
  await imports(async () => {
    folding = asSystem((tx) => foldFacts(tx, [event(erased, "bounced")]));
    await lockWaits(one.desk.sql);
  });
  await folding;
  expect(await cards()).toEqual(["problem_bounced"]);
});

test("whoever gives up on the mailing does not wait meanwhile", async () => {
  const { mailingId, erased, other } = await sentToTwo();
  let rest: Promise<unknown> = Promise.resolve();
  let inTime = false;
  await imports(async () => {
    const folding = asSystem((tx) => foldFacts(tx, [event(erased, "bounced"), event(other, "unexplained")]));
    await lockWaits(one.desk.sql);
    const pressed = stopTrying(one.office, ANNA, mailingId);
    inTime = await soon(pressed);
    rest = Promise.all([folding, pressed]);
  });
  await rest;
  expect(inTime).toBe(true);
  expect(await cards()).toEqual(["problem_bounced"]);
});
