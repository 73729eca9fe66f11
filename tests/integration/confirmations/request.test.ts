import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { countToAsk, requestConfirmations } from "@/lib/confirmations/request";
import { withOffice } from "@/lib/db/tenant";
import { cancelMailing, pauseMailing, resumeMailing, takeBackRequest } from "@/lib/mailings/hold";
import { prepareMailing } from "@/lib/mailings/prepare";
import type { Audience } from "@/lib/members/audience";
import { cardSchema } from "@/lib/members/input";
import { getMember } from "@/lib/members/queries";
import { updateMember } from "@/lib/members/write";
import { callProvider } from "@/lib/messages/call-provider";
import { freezeConfirmationRecipients } from "@/lib/messages/freeze";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import type { TestOffice } from "@/tests/support/offices";

let runs: Runs;
let desk: Desk;
let office: TestOffice;

beforeAll(async () => {
  runs = await Runs.open("request");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(async () => {
  await runs.next();
  office = runs.office;
});

const arrange = (count: number) => runs.recipients(count, "unconfirmed");

/** A request that has been frozen. */
async function asked(round: "first" | "again" = "first"): Promise<string> {
  const mailingId = await requestConfirmations(office.id, ANNA, {}, round, "Bekräfta");
  await prepareMailing(office.id, mailingId);
  return mailingId;
}

/** With what its job does afterwards. */
async function cancel(mailingId: string): Promise<void> {
  await cancelMailing(office.id, ANNA, mailingId);
  await takeBackRequest(office.id, mailingId);
}

async function statuses(): Promise<Record<string, number>> {
  const rows = await desk.sql`
    select email_status as status, count(*)::int as count from members where office_id = ${office.id} group by 1`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

describe("a cancelled request", () => {
  it("was never sent: its cards can be asked as if for the first time", async () => {
    await arrange(3);
    const mailingId = await asked();
    expect(await statuses()).toEqual({ confirmation_requested: 3 });
    await cancel(mailingId);
    expect(await statuses()).toEqual({ unconfirmed: 3 });
    expect(await countToAsk(office.id, {}, "first")).toEqual({ cards: 3, mails: 3, askedLately: 0 });
  });

  it("is also one whose view cannot be read any more", async () => {
    await arrange(3);
    const mailingId = await requestConfirmations(office.id, ANNA, {}, "first", "Bekräfta");
    await desk.sql`update mailings set audience = '{"status": "odd"}' where id = ${mailingId}`;
    expect(await prepareMailing(office.id, mailingId)).toBe(0);
    const [mailing] = await desk.sql`select state from mailings where id = ${mailingId}`;
    expect(mailing).toEqual({ state: "cancelled" });
    const [entry] = await desk.sql`
      select act, actor_kind as by from log_entries where object_id = ${mailingId} order by at desc limit 1`;
    expect(entry).toEqual({ act: "mailing.cancelled", by: "program" });
    expect(await countToAsk(office.id, {}, "first")).toEqual({ cards: 3, mails: 3, askedLately: 0 });
  });

  it("leaves those asked whose mail had left, whatever the provider answered", async () => {
    await arrange(250);
    const mailingId = await asked();
    const [answered, unanswered] = await handOver(office.id, mailingId, 0);
    if (!answered || !unanswered) throw new Error("three batches wait");
    await callProvider(office.id, [answered]);
    await desk.fault({ kind: "reset", count: 1, match: { path: "/emails/batch" } });
    await callProvider(office.id, [unanswered]);
    await cancel(mailingId);
    expect(await statuses()).toEqual({ confirmation_requested: 200, unconfirmed: 50 });
    /* The look-up shows that the second call was never accepted. */
    await desk.sql`update batches set first_called_at = now() - interval '25 hours',
      last_called_at = now() - interval '25 hours' where id = ${unanswered.id}`;
    await reconcileNext();
    await reconcileNext();
    expect(await desk.counts(mailingId)).toMatchObject({ none: 150 });
    expect(await statuses()).toEqual({ confirmation_requested: 100, unconfirmed: 150 });
  });

  it("leaves those asked whose mail is in the provider's hands at that moment", async () => {
    await arrange(3);
    const mailingId = await asked();
    const [batch] = await handOver(office.id, mailingId, 0);
    await beginCalls(office.id, [batch?.id ?? ""]);
    await cancel(mailingId);
    expect(await statuses()).toEqual({ confirmation_requested: 3 });
  });

  it("takes nothing back from who was asked before, or has answered", async () => {
    await arrange(3);
    const first = await asked();
    await desk.sendAll(office.id, first, 3);
    await desk.sql`update attempts set created_at = now() - interval '25 hours' where office_id = ${office.id}`;
    const again = await asked("again");
    await desk.sql`update members set email_status = 'confirmed', email_status_at = now() where id = ${runs.cards[0] ?? ""}`;
    await cancel(again);
    expect(await statuses()).toEqual({ confirmation_requested: 2, confirmed: 1 });
  });
});

describe("once in 24 hours", () => {
  it("counts from when the mail left, not from when it was written down", async () => {
    await arrange(2);
    const mailingId = await asked();
    await pauseMailing(office.id, ANNA, mailingId);
    await desk.sql`update messages set created_at = now() - interval '3 days' where mailing_id = ${mailingId}`;
    await desk.sql`update members set email_status_at = now() - interval '4 days' where office_id = ${office.id}`;
    const nobody = { cards: 2, mails: 0, askedLately: 2 };
    expect(await countToAsk(office.id, {}, "again")).toEqual(nobody);
    await resumeMailing(office.id, ANNA, mailingId);
    await desk.sendAll(office.id, mailingId, 2);
    expect(await countToAsk(office.id, {}, "again")).toEqual(nobody);
    await desk.sql`update attempts set created_at = now() - interval '25 hours' where office_id = ${office.id}`;
    expect(await countToAsk(office.id, {}, "again")).toEqual({ cards: 2, mails: 2, askedLately: 0 });
  });

  it("does not count a mailing that went to the address", async () => {
    const email = runs.address("family");
    await desk.arrange.members(office.id, [{ email }, { email, status: "unconfirmed" }]);
    const { mailingId, total } = await desk.prepared(office.id, 1);
    await desk.sendAll(office.id, mailingId, total);
    expect(await countToAsk(office.id, {}, "first")).toEqual({ cards: 1, mails: 1, askedLately: 0 });
  });

  it("leaves out an address whose mail has come back for a while and is tried again", async () => {
    await arrange(2);
    const mailingId = await asked();
    await desk.sendAll(office.id, mailingId, 2);
    await desk.sql`update attempts set created_at = now() - interval '25 hours' where office_id = ${office.id}`;
    await desk.sql`update messages set status = 'soft_bounced', window_started_at = now() - interval '1 day',
      next_attempt_at = now() + interval '1 day' where mailing_id = ${mailingId} and address = ${runs.address("m1")}`;
    expect(await countToAsk(office.id, {}, "again")).toEqual({ cards: 2, mails: 1, askedLately: 1 });
  });

  it("leaves out an address whose mail may have left or not, and goes out once that is known", async () => {
    await arrange(2);
    const mailingId = await asked();
    await desk.fault({ kind: "reset", count: 1, match: { path: "/emails/batch" } });
    await callProvider(office.id, await handOver(office.id, mailingId, 0));
    await desk.sql`update attempts set created_at = now() - interval '25 hours' where office_id = ${office.id}`;
    await runs.letHoursPass(mailingId, 25);
    expect(await countToAsk(office.id, {}, "again")).toEqual({ cards: 2, mails: 0, askedLately: 2 });
    while (await reconcileNext());
    await desk.sendAll(office.id, mailingId, 2);
    expect(await runs.mailed()).toHaveLength(2);
  });
});

describe("whom a view asks", () => {
  const ask = (audience: Audience, round: "first" | "again" = "first") =>
    requestConfirmations(office.id, ANNA, audience, round, "Bekräfta");

  it("is nobody where it shows another status, or where all were asked of late", async () => {
    await arrange(2);
    const nobody = { cards: 0, mails: 0, askedLately: 0 };
    expect(await countToAsk(office.id, { status: "confirmed" }, "first")).toEqual(nobody);
    await expect(ask({ status: "confirmed" })).rejects.toMatchObject({ code: "nobody_to_ask" });
    await desk.sendAll(office.id, await asked(), 2);
    await expect(ask({}, "again")).rejects.toMatchObject({ code: "asked_lately" });
  });

  it("are also those who share an address with it, but not who has answered", async () => {
    const email = runs.address("family");
    const [eva = "", nils = "", ida = ""] = await desk.arrange.members(office.id, [
      { email, status: "unconfirmed" },
      { email, status: "unconfirmed" },
      { email, status: "confirmed" },
    ]);
    await prepareMailing(office.id, await ask({ ids: [eva] }));
    const cards = await desk.sql`select member_id as id from message_cards where office_id = ${office.id}`;
    expect(cards.map(({ id }) => id).sort()).toEqual([eva, nils].sort());
    expect(cards.map(({ id }) => id)).not.toContain(ida);
  });

  it("are asked by one mail for each address, and the log and the job server hear of it", async () => {
    const email = runs.address("family");
    const card = { email, status: "unconfirmed" } as const;
    await desk.arrange.members(office.id, [card, card]);
    expect(await countToAsk(office.id, {}, "first")).toEqual({ cards: 2, mails: 1, askedLately: 0 });
    const mailingId = await ask({});
    expect(await desk.sql`select data from outbox where office_id = ${office.id}`).toEqual([
      { data: { officeId: office.id, mailingId } },
    ]);
    expect(await desk.sql`select details from log_entries where office_id = ${office.id}`).toEqual([
      { details: { count: 1 } },
    ]);
    await prepareMailing(office.id, mailingId);
    expect(await countToAsk(office.id, {}, "again")).toEqual({ cards: 2, mails: 0, askedLately: 1 });
  });

  it("are asked once by two requests at the same moment", async () => {
    await arrange(3);
    const [one, other] = [await ask({}), await ask({})];
    let second = Promise.resolve<unknown>(undefined);
    await withOffice(office.id, async (tx) => {
      await freezeConfirmationRecipients(tx, { officeId: office.id, mailingId: one, audience: {} });
      second = prepareMailing(office.id, other);
      await lockWaits(desk.sql);
    });
    expect(await second).toBe(0);
  });
});

it("does not go to an address that was taken off its card and put back: its link would be worth nothing", async () => {
  await arrange(2);
  const mailingId = await asked();
  await pauseMailing(office.id, ANNA, mailingId);
  for (const email of ["annan@example.org", runs.address("m0")]) {
    await withOffice(office.id, async (tx) => {
      const id = runs.cards[0] ?? "";
      const { version } = await getMember(tx, office.id, id);
      await updateMember(tx, office.id, ANNA, id, version, cardSchema.parse({ lastName: "Ek", email }));
    });
  }
  await resumeMailing(office.id, ANNA, mailingId);
  await desk.sendAll(office.id, mailingId, 2);
  expect(await runs.mailed()).toEqual([runs.address("m1")]);
  const [stopped] = await desk.sql`
    select stopped from messages where mailing_id = ${mailingId} and address = ${runs.address("m0")}`;
  expect(stopped?.stopped).toBe("changed");
});

it("leaves a card unconfirmed that gets another address while the request is written", async () => {
  await arrange(1);
  const id = runs.cards[0] ?? "";
  const email = runs.address("new");
  const mailingId = await requestConfirmations(office.id, ANNA, {}, "first", "Bekräfta");
  let writing = Promise.resolve<unknown>(undefined);
  await withOffice(office.id, async (tx) => {
    const { version } = await getMember(tx, office.id, id);
    await updateMember(tx, office.id, ANNA, id, version, cardSchema.parse({ lastName: "Ek", email }));
    writing = withOffice(office.id, (other) =>
      freezeConfirmationRecipients(other, { officeId: office.id, mailingId, audience: {} }),
    );
    await lockWaits(desk.sql);
  });
  await writing;
  const rows = await desk.sql`select email, email_status as status from members where id = ${id}`;
  expect(rows).toEqual([{ email, status: "unconfirmed" }]);
});
