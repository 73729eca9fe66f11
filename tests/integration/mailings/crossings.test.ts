import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { callProvider } from "@/lib/messages/call-provider";
import { foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls, type OpenBatch } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import { mailingsToRetry, retryNext } from "@/lib/messages/retry";
import { sendNext } from "@/lib/messages/send-next";
import { pauseCalls } from "@/lib/pace/schedule";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import type { TestOffice } from "@/tests/support/offices";

/** What happens between two steps of sending, or at the same moment. */

let desk: Desk;
let office: TestOffice;
let run = 0;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());
beforeEach(async () => {
  office = await desk.arrange.office();
  run++;
});

async function recipients(count: number): Promise<string[]> {
  const emails = Array.from({ length: count }, (_, n) => `cross${run}-m${n}@example.org`);
  await desk.arrange.members(
    office.id,
    emails.map((email) => ({ email })),
  );
  return emails.sort();
}

async function mailsToRun(): Promise<string[]> {
  const mails = await desk.outbox();
  return mails
    .flatMap(({ to }) => to)
    .filter((to) => to.startsWith(`cross${run}-`))
    .sort();
}

/** Everything that was written down for a mailing was so long ago. */
async function letHoursPass(mailingId: string, hours: number): Promise<void> {
  await desk.sql`
    update batches set created_at = created_at - ${hours} * interval '1 hour',
      first_called_at = first_called_at - ${hours} * interval '1 hour',
      last_called_at = last_called_at - ${hours} * interval '1 hour', look_up_after = null
    where mailing_id = ${mailingId}`;
}

function getsProblem(address: string | undefined) {
  return desk.sql`insert into suppressions (address, problem) values (${address ?? ""}, 'problem_spam')`;
}

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describe("halves of a refused batch that are not called", () => {
  const split = async () => {
    const emails = await recipients(20);
    const { mailingId, total } = await desk.prepared(office.id, 20);
    await desk.fault({ kind: "422", count: 1, match: { path: "/emails/batch" } });
    await callProvider(office.id, await handOver(office.id, mailingId, 0));
    return { emails, mailingId, total };
  };

  test("for a day are looked up, and their mails go out", async () => {
    const { emails, mailingId, total } = await split();
    await pauseMailing(office.id, ANNA, mailingId);
    await letHoursPass(mailingId, 25);
    await resumeMailing(office.id, ANNA, mailingId);
    await desk.sendAll(office.id, mailingId, total);
    while (await reconcileNext());
    await desk.sendAll(office.id, mailingId, total);
    expect(await mailsToRun()).toEqual(emails);
    const [mailing] = await desk.sql`select state from mailings where id = ${mailingId}`;
    expect(mailing?.state).toBe("sent");
  });

  test("because the mailing was cancelled are shown as never sent", async () => {
    const { mailingId } = await split();
    await cancelMailing(office.id, ANNA, mailingId);
    await sendNext(office.id, mailingId, 0);
    await letHoursPass(mailingId, 2);
    while (await reconcileNext());
    expect(await mailsToRun()).toEqual([]);
    expect(await desk.counts(mailingId)).toEqual({ none: 20 });
  });
});

test("events that are folded while a repeated call is turned away are not written over", async () => {
  await recipients(3);
  const { mailingId } = await desk.prepared(office.id, 3);
  const [batch] = (await handOver(office.id, mailingId, 0)) as [OpenBatch];
  /* Once accepted, once turned away; each time nobody lived to write the answer down. */
  await beginCalls(office.id, [batch.id]);
  await beginCalls(office.id, [batch.id]);
  await desk.fault({ kind: "429", count: 1, match: { path: "/emails/batch" } });
  const folded = signal();
  const turnedAway = signal();
  const drain = asSystem(async (tx) => {
    const facts = (["delivered", "soft_bounced", "bounced"] as const).map((fact, place) => ({
      attemptId: batch.attemptIds[place] ?? "",
      fact,
      source: "event" as const,
      key: `crossing:${run}:${place}`,
      reason: null,
      occurredAt: new Date(),
    }));
    await foldFacts(tx, facts);
    folded.give();
    await turnedAway.given;
  });
  await folded.given;
  const repeated = callProvider(office.id, [batch]);
  const waits = async () =>
    (
      await desk.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    ).length;
  await expect.poll(waits, { timeout: 20_000 }).toBeGreaterThan(0);
  turnedAway.give();
  await drain;
  await repeated;
  expect(await desk.counts(mailingId)).toEqual({ sent: 1, soft_bounced: 1, bounced: 1 });
});

describe("who gets a problem", () => {
  test("while the call waits for its turn is not written to, and the others are", async () => {
    const [first, ...others] = await recipients(5);
    const { mailingId } = await desk.prepared(office.id, 5);
    await pauseCalls(4);
    const sending = sendNext(office.id, mailingId, 0);
    await sleep(2500);
    await getsProblem(first);
    expect(await sending).toMatchObject({ interrupted: true });
    await sendNext(office.id, mailingId, 0);
    expect(await mailsToRun()).toEqual(others);
  });

  test("after the provider turned the call away is not written to", async () => {
    const [first, ...others] = await recipients(5);
    const { mailingId, total } = await desk.prepared(office.id, 5);
    await desk.fault({ kind: "429", count: 1, match: { path: "/emails/batch" } });
    expect(await sendNext(office.id, mailingId, 0)).toMatchObject({ done: false });
    expect(await desk.counts(mailingId)).toEqual({ none: 5 });
    await pauseMailing(office.id, ANNA, mailingId);
    await getsProblem(first);
    await letHoursPass(mailingId, 22);
    await resumeMailing(office.id, ANNA, mailingId);
    await desk.sendAll(office.id, mailingId, total);
    expect(await mailsToRun()).toEqual(others);
  });

  test("after a call before the own one was not answered is not written to", async () => {
    const emails = await recipients(200);
    const last = emails.at(-1);
    const { mailingId, total } = await desk.prepared(office.id, 200);
    const written = await handOver(office.id, mailingId, 0);
    const place =
      await desk.sql`select position from messages where mailing_id = ${mailingId} and address = ${last ?? ""}`;
    expect(place[0]?.position).toBeGreaterThanOrEqual(100);
    await desk.fault({ kind: "reset", count: 1, match: { path: "/emails/batch" } });
    expect(await callProvider(office.id, written)).toMatchObject({ done: false });
    await getsProblem(last);
    await desk.sendAll(office.id, mailingId, total);
    expect(await mailsToRun()).toEqual(emails.filter((email) => email !== last));
  });
});

test.each(["403", "422"])("a repeated call that is refused (%s) says nothing of the first", async (kind) => {
  const emails = await recipients(2);
  const { mailingId, total } = await desk.prepared(office.id, 2);
  await desk.fault({ kind: "reset_after_accept", count: 1, match: { path: "/emails/batch" } });
  await callProvider(office.id, await handOver(office.id, mailingId, 0));
  await desk.fault({ kind, count: 1, match: { path: "/emails/batch" } });
  await desk.sendAll(office.id, mailingId, total);
  await letHoursPass(mailingId, 2);
  while (await reconcileNext());
  await desk.sendAll(office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  expect(await mailsToRun()).toEqual(emails);
  expect(await desk.counts(mailingId)).toEqual({ sent: 2 });
});

describe("what cannot be written any more", () => {
  /** Two offices' mailings, of which the first is signed with a key that is gone. */
  async function spoilt(more: (officeId: string, mailingId: string, total: number) => Promise<unknown>) {
    const ids: string[] = [];
    for (const name of ["a", "b"]) {
      office = await desk.arrange.office();
      await desk.arrange.members(office.id, [{ email: `cross${run}-${name}@example.org` }]);
      const { mailingId, total } = await desk.prepared(office.id, 1);
      ids.push(mailingId);
      await more(office.id, mailingId, total);
    }
    await desk.sql`alter table mailings disable trigger check_frozen`;
    await desk.sql`update mailings set key_version = 9 where id = ${ids[0] ?? ""}`;
    await desk.sql`alter table mailings enable trigger check_frozen`;
    return ids;
  }

  test("holds up no look-up of others", async () => {
    const ids = await spoilt(async (officeId, mailingId) => {
      await desk.fault({ kind: "reset_after_accept", count: 1, match: { path: "/emails/batch" } });
      await callProvider(officeId, await handOver(officeId, mailingId, 0));
      await letHoursPass(mailingId, 25);
    });
    while (await reconcileNext());
    const states =
      await desk.sql`select mailing_id, state from batches where mailing_id = any (${ids}) order by created_at`;
    expect(states.map(({ state }) => state)).toEqual(["stale", "answered"]);
    await desk.sql`update batches set state = 'answered' where mailing_id = any (${ids})`;
  });

  test("holds up no retry of others", async () => {
    const ids = await spoilt(async (officeId, mailingId, total) => {
      await desk.sendAll(officeId, mailingId, total);
      await desk.drainUntilQuiet(mailingId);
      await desk.sql`update attempts set fact = 60 where office_id = ${officeId}`;
      await desk.sql`update messages set status = 'soft_bounced', delivered = false,
        window_started_at = now() - interval '2 hours', next_attempt_at = now() where mailing_id = ${mailingId}`;
    });
    const due = (await mailingsToRetry()).filter(({ mailingId }) => ids.includes(mailingId));
    const done = Object.fromEntries(
      await Promise.all(due.map(async (mailing) => [mailing.mailingId, await retryNext(mailing)])),
    );
    expect(ids.map((id) => done[id])).toEqual([false, true]);
    const attempts = await desk.sql`
      select attempt_count as count from messages where mailing_id = any (${ids}) order by array_position(${ids}, mailing_id)`;
    expect(attempts.map(({ count }) => count)).toEqual([1, 2]);
  });
});

describe("a look-up", () => {
  const unanswered = async (kind: "reset" | "reset_after_accept") => {
    const emails = await recipients(3);
    const { mailingId, total } = await desk.prepared(office.id, 3);
    await desk.fault({ kind, count: 1, match: { path: "/emails/batch" } });
    await callProvider(office.id, await handOver(office.id, mailingId, 0));
    return { emails, mailingId, total };
  };

  test("goes on where it was when the provider was away", async () => {
    const { emails, mailingId, total } = await unanswered("reset_after_accept");
    await letHoursPass(mailingId, 25);
    await desk.fault({ kind: "503", count: 1, match: { path: "/emails" } });
    expect(await reconcileNext()).toBe(false);
    expect(await reconcileNext()).toBe(true);
    await desk.sendAll(office.id, mailingId, total);
    expect(await mailsToRun()).toEqual(emails);
    expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
  });

  test("reads for half a minute at a time, and loses nothing between", async () => {
    const { emails, mailingId, total } = await unanswered("reset_after_accept");
    await letHoursPass(mailingId, 25);
    let now = Date.now();
    const clock = vi.spyOn(Date, "now").mockImplementation(() => {
      now += 20_000;
      return now;
    });
    let steps = 0;
    while (await reconcileNext()) steps++;
    clock.mockRestore();
    expect(steps).toBeGreaterThan(2);
    await desk.sendAll(office.id, mailingId, total);
    expect(await mailsToRun()).toEqual(emails);
    expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
  });

  test("of what may not be listed any more sends nothing again", async () => {
    const { mailingId, total } = await unanswered("reset");
    await letHoursPass(mailingId, 31 * 24);
    while (await reconcileNext());
    await desk.sendAll(office.id, mailingId, total);
    expect(await mailsToRun()).toEqual([]);
    expect(await desk.counts(mailingId)).toEqual({ unknown: 3 });
  });
});
