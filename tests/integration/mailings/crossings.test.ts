import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { requestConfirmations } from "@/lib/confirmations/request";
import { asSystem } from "@/lib/db/tenant";
import { completeMailing } from "@/lib/mailings/complete";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { prepareMailing } from "@/lib/mailings/prepare";
import { sendMailing } from "@/lib/mailings/send";
import { wakeMailing } from "@/lib/mailings/stand-still";
import { callProvider } from "@/lib/messages/call-provider";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls, type OpenBatch, unbeginCalls } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import { sendNext } from "@/lib/messages/send-next";
import { pauseCalls } from "@/lib/pace/schedule";
import { tidyUp } from "@/lib/tidy-up";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

/** What happens between two steps of sending, or at the same moment. */

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("cross");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

const BATCH_CALL = { match: { path: "/emails/batch" } };

let keys = 0;
const event = (attemptId: string | undefined, fact: FactRecord["fact"]): FactRecord => ({
  attemptId: attemptId ?? "",
  fact,
  source: "event",
  key: `crossing:${++keys}`,
  reason: null,
  occurredAt: new Date(),
});

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describe("halves of a refused batch that are not called", () => {
  const split = async () => {
    const emails = await runs.recipients(20);
    const { mailingId, total } = await desk.prepared(runs.office.id, 20);
    await desk.fault({ kind: "422", count: 1, ...BATCH_CALL });
    await callProvider(runs.office.id, await handOver(runs.office.id, mailingId, 0));
    return { emails, mailingId, total };
  };

  test("for a day are looked up, and their mails go out", async () => {
    const { emails, mailingId, total } = await split();
    await runs.letHoursPass(mailingId, 25);
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual([]);
    while (await reconcileNext());
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual(emails);
    const [mailing] = await desk.sql`select state from mailings where id = ${mailingId}`;
    expect(mailing?.state).toBe("sent");
  });

  test("because the mailing was cancelled were never sent", async () => {
    const { mailingId } = await split();
    await cancelMailing(runs.office.id, ANNA, mailingId);
    expect(await sendNext(runs.office.id, mailingId, 0)).toMatchObject({ empty: true });
    expect(await runs.mailed()).toEqual([]);
    expect(await desk.counts(mailingId)).toEqual({ none: 20 });
  });

  test("because the request was cancelled before the refusal came have asked nobody", async () => {
    await runs.recipients(4, "unconfirmed");
    const mailingId = await requestConfirmations(runs.office.id, ANNA, {}, "first", "Bekräfta");
    await prepareMailing(runs.office.id, mailingId);
    const written = await handOver(runs.office.id, mailingId, 0);
    vi.spyOn(globalThis, "fetch").mockImplementationOnce(async () => {
      await cancelMailing(runs.office.id, ANNA, mailingId);
      const refusal = { statusCode: 422, name: "validation_error", message: "no" };
      return Response.json(refusal, { status: refusal.statusCode });
    });
    await callProvider(runs.office.id, written);
    vi.restoreAllMocks();
    expect(await sendNext(runs.office.id, mailingId, 0)).toMatchObject({ empty: true });
    expect(await runs.mailed()).toEqual([]);
    expect(await runs.cardStatuses()).toEqual(["unconfirmed"]);
    const left = await desk.sql`
      select from batches where mailing_id = ${mailingId} and state in ('open', 'stale')`;
    expect(left).toHaveLength(0);
  });

  test.each(["paused", "away"])("while it is %s do not go to who got a problem meanwhile", async (how) => {
    const { emails, mailingId, total } = await split();
    const [first, ...others] = emails;
    if (how === "paused") await pauseMailing(runs.office.id, ANNA, mailingId);
    await runs.getsProblem(first);
    await runs.letHoursPass(mailingId, 22);
    if (how === "paused") await resumeMailing(runs.office.id, ANNA, mailingId);
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual(others);
  });

  test("do not go to who got a problem since the batch was written down, however soon they are called", async () => {
    const { emails, mailingId, total } = await split();
    const [first, ...others] = emails;
    await runs.getsProblem(first);
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual(others);
  });

  test("are split again when they are refused after they were turned away", async () => {
    const { emails, mailingId, total } = await split();
    await desk.fault({ kind: "429", count: 1, ...BATCH_CALL });
    expect(await sendNext(runs.office.id, mailingId, 0)).toMatchObject({ done: false });
    await desk.fault({ kind: "422", count: 1, ...BATCH_CALL });
    await desk.sendAll(runs.office.id, mailingId, total);
    const stale = await desk.sql`select from batches where mailing_id = ${mailingId} and state = 'stale'`;
    expect(stale).toHaveLength(0);
    expect(await runs.mailed()).toEqual(emails);
  });
});

test("a pause at the moment at which all has been handed over holds what is to be tried again", async () => {
  await runs.recipients(1);
  const { mailingId } = await desk.prepared(runs.office.id, 1);
  const written = await handOver(runs.office.id, mailingId, 0);
  await callProvider(runs.office.id, written);
  await asSystem((tx) => foldFacts(tx, [event(written[0]?.attemptIds[0], "soft_bounced")]));
  const { completing } = await desk.sql.begin(async (tx) => {
    await tx`update mailings set state = 'paused' where id = ${mailingId}`;
    const completing = completeMailing(runs.office.id, mailingId);
    await lockWaits(desk.sql);
    return { completing };
  });
  expect(await completing).toBe(false);
  expect(await desk.sql`select state from mailings where id = ${mailingId}`).toEqual([{ state: "paused" }]);
});

test("a mailing that the sweep looks at while its recipients are written down is not done before it is sent", async () => {
  await runs.recipients(3);
  const draft = await desk.draft(runs.office.id);
  await sendMailing(runs.office.id, ANNA, draft, 3);
  const { preparing, completing } = await desk.sql.begin(async (tx) => {
    await tx`lock table messages in share row exclusive mode`;
    const preparing = prepareMailing(runs.office.id, draft.id);
    await lockWaits(desk.sql);
    const completing = completeMailing(runs.office.id, draft.id);
    await lockWaits(desk.sql, 2);
    return { preparing, completing };
  });
  expect(await preparing).toBe(3);
  expect(await completing).toBe(false);
  const [mailing] = await desk.sql`select state from mailings where id = ${draft.id}`;
  expect(mailing?.state).toBe("sending");
});

test("events that are folded while a repeated call is turned away are not written over", async () => {
  await runs.recipients(3);
  const { mailingId } = await desk.prepared(runs.office.id, 3);
  const [batch] = (await handOver(runs.office.id, mailingId, 0)) as [OpenBatch];
  /* Once accepted, once turned away; each time nobody lived to write the answer down. */
  await beginCalls(runs.office.id, [batch.id]);
  await beginCalls(runs.office.id, [batch.id]);
  await desk.fault({ kind: "429", count: 1, ...BATCH_CALL });
  const folded = signal();
  const turnedAway = signal();
  const drain = asSystem(async (tx) => {
    const facts = ["delivered", "soft_bounced", "bounced"] as const;
    await foldFacts(
      tx,
      facts.map((fact, place) => event(batch.attemptIds[place], fact)),
    );
    folded.give();
    await turnedAway.given;
  });
  await folded.given;
  const repeated = callProvider(runs.office.id, [batch]);
  await lockWaits(desk.sql);
  turnedAway.give();
  await drain;
  await repeated;
  expect(await desk.counts(mailingId)).toEqual({ sent: 1, soft_bounced: 1, bounced: 1 });
});

test("two runs on one chunk do not take each other's batches back for ever: one ends", async () => {
  const emails = await runs.recipients(200);
  const { mailingId } = await desk.prepared(runs.office.id, 200);
  await pauseCalls(3);
  const first = sendNext(runs.office.id, mailingId, 0, Date.now() + 60_000);
  await sleep(500);
  const second = sendNext(runs.office.id, mailingId, 0, Date.now() + 60_000);
  expect(await Promise.all([first, second])).toEqual([
    { done: true, empty: true },
    { done: true, empty: true },
  ]);
  expect(await runs.mailed()).toEqual(emails);
  const batches = await desk.sql`select calls from batches where mailing_id = ${mailingId}`;
  expect(batches.map(({ calls }) => calls)).toEqual([1, 1]);
});

test("what is turned away, while another run finds a card of it changed, is asked about anew at once", async () => {
  const [first, ...others] = await runs.recipients(5);
  const { mailingId, total } = await desk.prepared(runs.office.id, 5);
  const written = await handOver(runs.office.id, mailingId, 0);
  vi.spyOn(globalThis, "fetch").mockImplementationOnce(async () => {
    await runs.getsProblem(first);
    expect(await sendNext(runs.office.id, mailingId, 0)).toMatchObject({ interrupted: "held" });
    const refusal = { statusCode: 429, name: "rate_limit_exceeded", message: "wait" };
    return Response.json(refusal, { status: refusal.statusCode });
  });
  expect(await callProvider(runs.office.id, written)).toMatchObject({ done: false });
  vi.restoreAllMocks();
  await desk.sql`delete from provider_pace`;
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(others);
});

test("a pause of an hour is not waited out in the program: the job comes back after it", async () => {
  const emails = await runs.recipients(3);
  const { mailingId, total } = await desk.prepared(runs.office.id, 3);
  await pauseCalls(3600);
  const turn = await sendNext(runs.office.id, mailingId, 0);
  expect(turn).toEqual({ done: false, againInSeconds: expect.closeTo(3600, -2) });
  expect(await desk.sql`select from batches where mailing_id = ${mailingId}`).toHaveLength(0);
  expect(await desk.counts(mailingId)).toEqual({ none: 3 });
  const asked = async () => {
    await wakeMailing(runs.office.id, mailingId);
    return (
      await desk.sql`select from outbox where office_id = ${runs.office.id} and name = 'mailing/chunk.ready'`
    ).length;
  };
  expect(await asked()).toBe(0);
  await desk.sql`delete from provider_pace`;
  expect(await asked()).toBe(1);
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
});

describe("who gets a problem", () => {
  test("while the call waits for its turn is not written to, and the others are", async () => {
    const [first, ...others] = await runs.recipients(5);
    const { mailingId } = await desk.prepared(runs.office.id, 5);
    await pauseCalls(4);
    const sending = sendNext(runs.office.id, mailingId, 0);
    const handedOver = () => desk.sql`select from batches where mailing_id = ${mailingId}`;
    await expect.poll(async () => (await handedOver()).length).toBe(1);
    await runs.getsProblem(first);
    expect(await sending).toMatchObject({ interrupted: "held" });
    await sendNext(runs.office.id, mailingId, 0);
    expect(await runs.mailed()).toEqual(others);
  });

  test("after the provider turned the call away is not written to", async () => {
    const [first, ...others] = await runs.recipients(5);
    const { mailingId, total } = await desk.prepared(runs.office.id, 5);
    await desk.fault({ kind: "429", count: 1, ...BATCH_CALL });
    expect(await sendNext(runs.office.id, mailingId, 0)).toMatchObject({ done: false });
    expect(await desk.counts(mailingId)).toEqual({ none: 5 });
    await pauseMailing(runs.office.id, ANNA, mailingId);
    await runs.getsProblem(first);
    await runs.letHoursPass(mailingId, 22);
    await resumeMailing(runs.office.id, ANNA, mailingId);
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual(others);
  });

  test("after a call before the own one was not answered is not written to", async () => {
    await runs.recipients(200);
    const { mailingId, total } = await desk.prepared(runs.office.id, 200);
    const written = await handOver(runs.office.id, mailingId, 0);
    const [last] =
      await desk.sql`select address from messages where mailing_id = ${mailingId} and position = 150`;
    await desk.fault({ kind: "reset", count: 1, ...BATCH_CALL });
    expect(await callProvider(runs.office.id, written)).toMatchObject({ done: false });
    const [unanswered] = await desk.sql`
      select status, reason->>'code' as code from messages where mailing_id = ${mailingId} and position = 0`;
    expect(unanswered).toEqual({ status: "unknown", code: "unanswered" });
    await runs.getsProblem(last?.address);
    await desk.sendAll(runs.office.id, mailingId, total);
    const mailed = await runs.mailed();
    expect(mailed).toHaveLength(199);
    expect(mailed).not.toContain(last?.address);
  });
});

test.each(["403", "422"])("a repeated call that is refused (%s) says nothing of the first", async (kind) => {
  const emails = await runs.recipients(2);
  const { mailingId, total } = await desk.prepared(runs.office.id, 2);
  await desk.fault({ kind: "reset_after_accept", count: 1, ...BATCH_CALL });
  await callProvider(runs.office.id, await handOver(runs.office.id, mailingId, 0));
  await desk.fault({ kind, count: 1, ...BATCH_CALL });
  await desk.sendAll(runs.office.id, mailingId, total);
  await runs.letHoursPass(mailingId, 2);
  while (await reconcileNext());
  await desk.sendAll(runs.office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toEqual({ sent: 2 });
});

/** The mail to the one recipient has bounced for a while, and is to be sent again now. */
async function retryDue() {
  const { mailingId, total } = await desk.prepared(runs.office.id, 1);
  await desk.sendAll(runs.office.id, mailingId, total);
  const [attempt] = await desk.sql<
    { id: string }[]
  >`select id from attempts where office_id = ${runs.office.id}`;
  const attemptId = attempt?.id ?? "";
  await asSystem((tx) => foldFacts(tx, [event(attemptId, "soft_bounced")]));
  await desk.sql`update messages set next_attempt_at = now(), window_started_at = now() - interval '1 hour'
    where mailing_id = ${mailingId}`;
  return { mailingId, attemptId };
}

test("a retry that is taken back when the mail has arrived after all leaves nothing to come", async () => {
  await runs.recipients(1);
  const { mailingId, attemptId } = await retryDue();
  expect(await handOver(runs.office.id, mailingId, RETRY_CHUNK)).toHaveLength(1);
  await asSystem((tx) => foldFacts(tx, [event(attemptId, "delivered")]));
  await sendNext(runs.office.id, mailingId, RETRY_CHUNK);
  const [message] = await desk.sql`
    select status, delivered, attempt_count, next_attempt_at from messages where mailing_id = ${mailingId}`;
  expect(message).toEqual({ status: "sent", delivered: true, attempt_count: 1, next_attempt_at: null });
});

test.each([
  ["delivered", "free"],
  ["delivered", "suppressed"],
  ["spam", "free"],
] as const)(
  "a retry that is due while it is learnt that the mail is %s, of a %s address, is not decided about",
  async (fact, is) => {
    const [address] = await runs.recipients(1);
    const { mailingId, attemptId } = await retryDue();
    if (is === "suppressed") await runs.getsProblem(address);
    let handing: Promise<OpenBatch[]> = Promise.resolve([]);
    await asSystem(async (tx) => {
      await foldFacts(tx, [event(attemptId, fact)]);
      handing = handOver(runs.office.id, mailingId, RETRY_CHUNK);
      await lockWaits(desk.sql);
    });
    expect(await handing).toHaveLength(0);
    const [message] = await desk.sql`
    select status, stopped, attempt_count, next_attempt_at from messages where mailing_id = ${mailingId}`;
    const status = fact === "spam" ? "spam" : "sent";
    expect(message).toEqual({ status, stopped: null, attempt_count: 1, next_attempt_at: null });
  },
);

test.each(["its own run", "the sweep"])(
  "of a request that is cancelled while its call is turned away %s finds that it has asked nobody",
  async (who) => {
    await runs.recipients(3, "unconfirmed");
    const mailingId = await requestConfirmations(runs.office.id, ANNA, {}, "first", "Bekräfta");
    await prepareMailing(runs.office.id, mailingId);
    const [batch] = await handOver(runs.office.id, mailingId, 0);
    await beginCalls(runs.office.id, [batch?.id ?? ""]);
    await cancelMailing(runs.office.id, ANNA, mailingId);
    await unbeginCalls(runs.office.id, [batch?.id ?? ""]);
    await desk.sql`update batches set created_at = now() - interval '3 minutes' where id = ${batch?.id ?? ""}`;
    if (who === "its own run") await sendNext(runs.office.id, mailingId, 0);
    else await tidyUp();
    expect(await runs.cardStatuses()).toEqual(["unconfirmed"]);
    expect(await desk.counts(mailingId)).toEqual({ none: 3 });
    expect(await desk.sql`select from batches where mailing_id = ${mailingId}`).toHaveLength(0);
  },
);
