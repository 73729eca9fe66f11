import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { statusesForAddresses } from "@/lib/addresses/known";
import { liftSuppression } from "@/lib/addresses/lift";
import { markProblems } from "@/lib/addresses/mark";
import { showNewSuppressions } from "@/lib/addresses/suppressions";
import { confirmAddress, readConfirmation, refuseAddress } from "@/lib/confirmations/link";
import { requestConfirmations } from "@/lib/confirmations/request";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { signLink } from "@/lib/links/token";
import { prepareMailing } from "@/lib/mailings/prepare";
import type { Fact } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { settleMessages } from "@/lib/messages/settle";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import type { TestOffice } from "@/tests/support/offices";

let desk: Desk;
let own: TestOffice;
let other: TestOffice;
let address: string;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());
beforeEach(async () => {
  own = await desk.arrange.office("Byns ungdomsförening");
  other = await desk.arrange.office("Stadens förening");
  address = `bounced+${randomUUID().slice(0, 8)}@resend.dev`;
});

const statuses = async () =>
  (await desk.sql`select office_id, email_status from members where email = ${address}`)
    .map((row) => `${row.office_id === own.id ? "own" : "other"} ${row.email_status}`)
    .sort();
const told = async (office: TestOffice) =>
  (
    await desk.sql`
    select act, object_name, details from log_entries where office_id = ${office.id} and actor_kind = 'operator'`
  ).map(({ act, object_name, details }) => [act, object_name, ...Object.values(details)].join(": "));
const suppressedAtProvider = async (email = address) =>
  (
    await fetch(`${desk.provider.url}/suppressions/${encodeURIComponent(email)}`, {
      headers: { authorization: "Bearer re_test" },
    })
  ).status === 200;
async function suppressAtProvider(): Promise<void> {
  const answer = await fetch(`${desk.provider.url}/suppressions`, {
    method: "POST",
    headers: { authorization: "Bearer re_test", "content-type": "application/json" },
    body: JSON.stringify({ email: address }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** A mailing of the office to the address, that has been handed to the provider. @returns ids. */
async function sent(office: TestOffice) {
  const { mailingId, total } = await desk.prepared(office.id, 1);
  await desk.sendAll(office.id, mailingId, total);
  const [row] = await desk.sql`
    select m.id as message, a.id as attempt from messages m join attempts a on a.message_id = m.id
    where m.mailing_id = ${mailingId}`;
  return { mailingId, message: String(row?.message), attempt: String(row?.attempt) };
}

/** The address bounced for the one office, and is carried by cards of both. */
async function bounced() {
  await desk.arrange.members(own.id, [{ email: address, firstName: "Eva" }]);
  const ids = await sent(own);
  await desk.drainUntilQuiet(ids.mailingId);
  await desk.arrange.members(other.id, [{ email: address, status: "problem_blocked" }]);
  expect(await statuses()).toEqual(["other problem_blocked", "own problem_bounced"]);
  /* As it does with addresses that are not for tests. */
  await suppressAtProvider();
  return ids;
}

const learn = (attemptId: string, fact: Fact, occurredAt: Date) =>
  asSystem((tx) =>
    foldFacts(tx, [{ attemptId, fact, source: "event", key: randomUUID(), reason: null, occurredAt }]),
  );
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("lifting a suppression", () => {
  test("leaves the cards of all offices to be confirmed again, and tells each its own part", async () => {
    await bounced();
    const lifted = await liftSuppression(address, " Brevlådan fungerar igen. ");
    expect(lifted).toEqual({ here: true, provider: true, cards: 2, offices: 2 });
    expect(await statuses()).toEqual(["other unconfirmed", "own unconfirmed"]);
    expect(await desk.sql`select from suppressions where address = ${address}`).toEqual([]);
    expect(await desk.sql`select from address_problems where address = ${address}`).toEqual([]);
    expect(await suppressedAtProvider()).toBe(false);
    expect(await told(own)).toEqual(["card.liftedBecause: Eva Ek: Brevlådan fungerar igen."]);
    expect(await told(other)).toEqual(["card.lifted: Anna0 Ek"]);
  });

  test("twice, and two at once, does it once", async () => {
    await bounced();
    const both = await Promise.allSettled([
      liftSuppression(address, "Skäl"),
      liftSuppression(address, "Skäl"),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    await expect(liftSuppression(address, "Skäl")).rejects.toMatchObject({ code: "notSuppressed" });
    expect(await told(own)).toHaveLength(1);
    expect(await statuses()).toEqual(["other unconfirmed", "own unconfirmed"]);
  });

  test("changes nothing while the provider cannot be reached, or does not want to", async () => {
    await bounced();
    for (const [kind, code] of [
      ["reset", "providerSilent"],
      ["500", "providerSilent"],
      ["403", "providerRefused"],
    ]) {
      await desk.fault({ kind, match: { path: "/suppressions" } });
      await expect(liftSuppression(address, "Skäl")).rejects.toMatchObject({ code });
    }
    expect(await statuses()).toEqual(["other problem_blocked", "own problem_bounced"]);
    /* The answer was lost: it is gone there, held back here, and the next run finds the rest to do. */
    await desk.fault({ kind: "reset_after_accept", match: { path: "/suppressions" } });
    await expect(liftSuppression(address, "Skäl")).rejects.toMatchObject({ code: "providerSilent" });
    expect(await suppressedAtProvider()).toBe(false);
    expect(await liftSuppression(address, "Skäl")).toMatchObject({ here: true, provider: false, cards: 2 });
  });

  test("also reaches a card that gets the address at that very moment", async () => {
    await bounced();
    const { lifting } = await withOffice(other.id, async (tx) => {
      const known = await statusesForAddresses(tx, [address]);
      const lifting = liftSuppression(address, "Skäl");
      await lockWaits(desk.sql);
      await tx.execute(sql`
        insert into members (office_id, first_name, email, email_status)
        values (${other.id}, 'Ny', ${address}, ${known.get(address)})`);
      return { lifting };
    });
    await lifting;
    expect(await statuses()).toEqual(["other unconfirmed", "other unconfirmed", "own unconfirmed"]);
  });

  test("also works for an address that only the provider blocks, or only an office", async () => {
    await suppressAtProvider();
    expect(await liftSuppression(address, "Skäl")).toMatchObject({ here: false, provider: true });
    await desk.arrange.members(own.id, [{ email: address, status: "problem_unsubscribed" }]);
    await desk.sql`
      insert into address_problems (office_id, address, problem) values (${own.id}, ${address}, 'problem_unsubscribed')`;
    expect(await liftSuppression(address, "Skäl")).toMatchObject({ here: true, provider: false, cards: 1 });
    await expect(liftSuppression(address, " ")).rejects.toMatchObject({ code: "reasonMissing" });
  });

  test("also works for the address of an erased person, of which only a hash is known", async () => {
    const { attempt } = await bounced();
    const cards = await desk.sql`select id, office_id from members where email = ${address}`;
    for (const { id, office_id } of cards) await eraseMember(office_id, ANNA, id);
    expect(await desk.sql`select from suppressions where address = ${address}`).toEqual([]);
    expect(await liftSuppression(address, "Skäl")).toMatchObject({ here: true, provider: true, cards: 0 });
    await learn(attempt, "spam", ago(1));
    const held = () => withOffice(own.id, (tx) => statusesForAddresses(tx, [address]));
    expect((await held()).get(address)).toBe("unconfirmed");
    expect((await desk.sql`select from erased_problems where office_id = ${own.id}`).length).toBe(0);
  });

  test("leaves other addresses, and cards without a problem, as they are", async () => {
    await bounced();
    const [card] = await desk.arrange.members(own.id, [
      { email: "annan@example.org", status: "problem_spam" },
    ]);
    await desk.sql`insert into suppressions (address, problem) values ('annan@example.org', 'problem_spam')`;
    await liftSuppression(address, "Skäl");
    expect(await desk.sql`select email_status from members where id = ${card ?? ""}`).toEqual([
      { email_status: "problem_spam" },
    ]);
    await desk.sql`delete from suppressions where address = 'annan@example.org'`;
  });
});

describe("after the lift", () => {
  test("an old confirmation link confirms nothing; a new request does", async () => {
    await desk.arrange.members(own.id, [{ email: address, status: "unconfirmed" }]);
    const old = await requestConfirmations(own.id, ANNA, {}, "first", "Bekräfta");
    await desk.sendAll(own.id, old, await prepareMailing(own.id, old));
    const linkOf = async (mailing: string) => {
      const [row] = await desk.sql`select id from messages where mailing_id = ${mailing}`;
      return signLink("confirm", String(row?.id), 1);
    };
    const link = await linkOf(old);
    expect((await readConfirmation(link)).state).toBe("open");
    await asSystem((tx) =>
      markProblems(tx, [
        {
          officeId: own.id,
          address,
          addressHash: null,
          problem: "problem_bounced",
          at: new Date().toISOString(),
        },
      ]),
    );
    expect((await confirmAddress(link)).state).toBe("problem");
    await liftSuppression(address, "Skäl");
    expect((await readConfirmation(link)).state).toBe("changed");
    expect((await confirmAddress(link)).state).toBe("changed");
    expect((await refuseAddress(link)).state).toBe("changed");
    expect(await statuses()).toEqual(["own unconfirmed"]);
    await desk.sql`update attempts set created_at = now() - interval '25 hours' where office_id = ${own.id}`;
    const anew = await requestConfirmations(own.id, ANNA, {}, "first", "Bekräfta");
    await prepareMailing(own.id, anew);
    expect((await confirmAddress(link)).state).toBe("changed");
    expect((await confirmAddress(await linkOf(anew))).state).toBe("confirmed");
  });

  test("what was known already marks nothing when the message is settled again", async () => {
    const { message, attempt } = await bounced();
    await liftSuppression(address, "Skäl");
    await asSystem((tx) => settleMessages(tx, [message]));
    await learn(attempt, "bounced", ago(5));
    await learn(attempt, "bounced", new Date());
    expect(await statuses()).toEqual(["other unconfirmed", "own unconfirmed"]);
    expect(await desk.counts((await messageOf(message)).mailing_id)).toEqual({ bounced: 1 });
  });

  test.each([
    ["bounced", "before"],
    ["spam", "before"],
    ["blocked", "before"],
    ["blocked", "after"],
  ] as const)(
    "%s that happened %s it is learnt of the message and puts nothing on the address",
    async (fact, when) => {
      address = `m${randomUUID().slice(0, 8)}@example.org`;
      await desk.arrange.members(own.id, [{ email: address }]);
      const { message, attempt } = await sent(own);
      await suppressAtProvider();
      await liftSuppression(address, "Skäl");
      const before = ago(10);
      await learn(attempt, fact, when === "before" ? before : new Date(Date.now() + 1000));
      expect((await messageOf(message)).status).toBe(fact);
      expect(await statuses()).toEqual(["own confirmed"]);
      expect(await desk.sql`select from suppressions where address = ${address}`).toEqual([]);
    },
  );

  test.each(["bounced", "spam", "unsubscribed"] as const)(
    "%s that happens after it marks the address, also by a message from before",
    async (fact) => {
      const { message, attempt } = await bounced();
      await liftSuppression(address, "Skäl");
      const again = fact === "bounced" ? await sentAgain() : { message, attempt };
      await learn(again.attempt, fact, new Date(Date.now() + 1000));
      expect(await statuses()).toEqual(["other problem_blocked", `own problem_${fact}`]);
    },
  );

  test("what happened before it marks nothing, also where there has been a lift before", async () => {
    await bounced();
    await liftSuppression(address, "Skäl");
    await desk.sql`update lifts set lifted_at = lifted_at - interval '1 hour'`;
    const { attempt } = await sentAgain();
    await suppressAtProvider();
    await liftSuppression(address, "Skäl");
    await learn(attempt, "bounced", ago(10));
    expect(await statuses()).toEqual(["other unconfirmed", "own confirmed"]);
  });

  test("who says no by the link of an old mail is not written to again", async () => {
    const { message } = await bounced();
    await liftSuppression(address, "Skäl");
    expect((await unsubscribe(signLink("unsubscribe", message, 1))).state).toBe("unsubscribed");
    expect(await statuses()).toEqual(["other problem_blocked", "own problem_unsubscribed"]);
  });

  test("the order in which facts and lift become known does not matter", async () => {
    const outcomes: string[][] = [];
    for (const late of [false, true]) {
      address = `m${randomUUID().slice(0, 8)}@example.org`;
      await desk.arrange.members(own.id, [{ email: address }]);
      const { attempt } = await sent(own);
      const happened = new Date(Date.now() - 1000);
      await suppressAtProvider();
      if (!late) await learn(attempt, "bounced", happened);
      await liftSuppression(address, "Skäl");
      if (late) {
        await desk.sql`update members set email_status = 'unconfirmed' where email = ${address}`;
        await learn(attempt, "bounced", happened);
      }
      outcomes.push(await statuses());
      await desk.sql`delete from members where email = ${address}`;
    }
    expect(outcomes).toEqual([["own unconfirmed"], ["own unconfirmed"]]);
  });

  test("the sweep does not show what was lifted", async () => {
    await bounced();
    await Promise.all([liftSuppression(address, "Skäl"), asSystem(showNewSuppressions)]);
    await asSystem(showNewSuppressions);
    expect(await statuses()).toEqual(["other unconfirmed", "own unconfirmed"]);
  });
});

async function messageOf(id: string) {
  const [row] = await desk.sql`select status, mailing_id from messages where id = ${id}`;
  return { status: String(row?.status), mailing_id: String(row?.mailing_id) };
}

/** Confirmed anew, and written to. */
async function sentAgain() {
  await desk.sql`update members set email_status = 'confirmed' where email = ${address} and office_id = ${own.id}`;
  return sent(own);
}
