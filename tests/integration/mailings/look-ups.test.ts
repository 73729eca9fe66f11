import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { cancelMailing } from "@/lib/mailings/hold";
import { callProvider } from "@/lib/messages/call-provider";
import { foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import { mailingsToRetry, retryNext } from "@/lib/messages/retry";
import { sendNext } from "@/lib/messages/send-next";
import { pauseCalls } from "@/lib/pace/schedule";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("look");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

/** A mailing to three whose one call got no answer. */
async function unanswered(kind: "reset" | "reset_after_accept" = "reset_after_accept") {
  const emails = await runs.recipients(3);
  const { mailingId, total } = await desk.prepared(runs.office.id, 3);
  await desk.fault({ kind, count: 1, match: { path: "/emails/batch" } });
  await callProvider(runs.office.id, await handOver(runs.office.id, mailingId, 0));
  return { emails, mailingId, total };
}

async function stateOf(mailingId: string): Promise<string> {
  return (await desk.sql`select state from batches where mailing_id = ${mailingId}`)[0]?.state;
}

test("goes on where it was when the provider was away", async () => {
  const { emails, mailingId, total } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  await desk.fault({ kind: "503", count: 1, match: { path: "/emails" } });
  expect(await reconcileNext()).toBe(false);
  expect(await reconcileNext()).toBe(true);
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("finds what was on its way when a mailing was cancelled that no job has under way any more", async () => {
  const { emails, mailingId } = await unanswered();
  await runs.letHoursPass(mailingId, 2);
  expect(await reconcileNext()).toBe(false);
  await cancelMailing(runs.office.id, ANNA, mailingId);
  expect(await reconcileNext()).toBe(true);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("is not needed for mails of which the provider has told by itself", async () => {
  const { emails, mailingId, total } = await unanswered();
  await desk.sql`update members set email = 'new-' || email where email = ${emails[0] ?? ""}`;
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await stateOf(mailingId)).toBe("stale");
  await reconcileNext();
  expect(await stateOf(mailingId)).toBe("stale");
  await desk.drainUntilQuiet(mailingId);
  await reconcileNext();
  expect(await stateOf(mailingId)).toBe("answered");
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await desk.sql`select state from mailings where id = ${mailingId}`).toEqual([{ state: "sent" }]);
  expect(await runs.mailed()).toEqual(emails);
});

test("reads for half a minute at a time, and loses nothing between", async () => {
  const { emails, mailingId, total } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  let now = Date.now();
  const clock = vi.spyOn(Date, "now").mockImplementation(() => {
    now += 20_000;
    return now;
  });
  let steps = 0;
  while (await reconcileNext()) steps++;
  clock.mockRestore();
  expect(steps).toBeGreaterThan(2);
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("of what may not be listed any more sends nothing again", async () => {
  const { mailingId, total } = await unanswered("reset");
  await runs.letHoursPass(mailingId, 29.5 * 24);
  while (await reconcileNext());
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual([]);
  expect(await desk.counts(mailingId)).toEqual({ unknown: 3 });
  expect(await desk.sql`select state from batches where mailing_id = ${mailingId}`).toEqual([
    { state: "forgotten" },
  ]);
});

test("sends what the provider would list after four weeks, and does not", async () => {
  const { emails, mailingId, total } = await unanswered("reset");
  await runs.letHoursPass(mailingId, 28 * 24);
  while (await reconcileNext());
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
});

test("takes back what was never accepted, its reason too", async () => {
  const { mailingId } = await unanswered("reset");
  await cancelMailing(runs.office.id, ANNA, mailingId);
  await sendNext(runs.office.id, mailingId, 0);
  await runs.letHoursPass(mailingId, 2);
  while (await reconcileNext());
  const rows = await desk.sql`
    select distinct status, reason, attempt_count from messages where mailing_id = ${mailingId}`;
  expect(rows).toEqual([{ status: "none", reason: null, attempt_count: 0 }]);
  /* Nor does it count among what the provider took. */
  expect(await desk.sql`select attempt_ids from batches where mailing_id = ${mailingId}`).toEqual([
    { attempt_ids: [] },
  ]);
});

test.each([
  ["what we have no word for", "folded_into_a_crane", "sent"],
  ["that it has not left yet", "queued", "unknown"],
])("sends nothing again of which the provider says %s", async (_, lastEvent, status) => {
  const { emails, mailingId, total } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  const original = globalThis.fetch;
  const odd = vi.spyOn(globalThis, "fetch").mockImplementation(async (url, options) => {
    const answer = await original(url, options);
    return String(url).includes("/emails/")
      ? Response.json({ ...(await answer.json()), last_event: lastEvent })
      : answer;
  });
  while (await reconcileNext());
  odd.mockRestore();
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toEqual({ [status]: 3 });
});

test("sends nothing again that is listed and missing a moment later", async () => {
  const { emails, mailingId, total } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  const [mail] = await desk.outbox(emails[0]);
  await desk.fault({ kind: "404", count: 1, match: { path: `/emails/${mail?.id}` } });
  while (await reconcileNext());
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
  await runs.letHoursPass(mailingId, 0);
  while (await reconcileNext());
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("asks about a listed mail whose recipient cannot be read", async () => {
  const { emails, mailingId, total } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  const fetched = globalThis.fetch;
  const unread = vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
    const answer = await fetched(url, init);
    if (!String(url).includes("/emails?")) return answer;
    return new Response((await answer.text()).replaceAll(/"to":\[[^\]]*\]/g, '"to":null'), answer);
  });
  while (await reconcileNext());
  unread.mockRestore();
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails);
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("sends nothing again that the provider does not list, if something was heard of it", async () => {
  const { emails, mailingId, total } = await unanswered("reset");
  const [attempt] = await desk.sql`
    select a.id from attempts a join messages m on m.id = a.message_id
    where m.mailing_id = ${mailingId} and m.address = ${emails[0] ?? ""}`;
  const delivered = {
    attemptId: attempt?.id,
    fact: "delivered",
    source: "event",
    key: `look-up:${attempt?.id}`,
    reason: null,
    occurredAt: new Date(),
  } as const;
  await asSystem((tx) => foldFacts(tx, [delivered]));
  await runs.letHoursPass(mailingId, 25);
  while (await reconcileNext());
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual(emails.slice(1));
  expect(await desk.counts(mailingId)).toEqual({ sent: 3 });
});

test("is not kept up by a mail of the same words to the same person that is none of ours", async () => {
  const { emails, mailingId } = await unanswered();
  const [ours] = await desk.outbox(emails[0]);
  const posted = await fetch(`${desk.provider.url}/emails`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer re_test" },
    body: JSON.stringify({ from: "a@example.org", to: emails[0], subject: ours?.subject, text: "?" }),
  });
  expect(posted.ok).toBe(true);
  await runs.letHoursPass(mailingId, 25);
  expect(await reconcileNext()).toBe(true);
  expect(await stateOf(mailingId)).toBe("answered");
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("says nothing of a batch that waits for its call", async () => {
  await runs.recipients(3);
  const { mailingId } = await desk.prepared(runs.office.id, 3);
  await handOver(runs.office.id, mailingId, 0);
  await reconcileNext();
  expect(await desk.counts(mailingId)).toEqual({ none: 3 });
});

test("is asked for before the key ends by a clock that has jumped back an hour since: nothing is posted again", async () => {
  const { mailingId, total } = await unanswered("reset");
  await runs.letHoursPass(mailingId, 22.9);
  await desk.sendAll(runs.office.id, mailingId, total);
  expect(await runs.mailed()).toEqual([]);
  while (await reconcileNext());
});

test("waits an hour after the last call, which may still be under way", async () => {
  const { mailingId } = await unanswered("reset");
  await runs.letHoursPass(mailingId, 25);
  await desk.sql`update batches set last_called_at = now() - interval '55 minutes' where mailing_id = ${mailingId}`;
  expect(await reconcileNext()).toBe(false);
  await runs.letHoursPass(mailingId, 1);
  expect(await reconcileNext()).toBe(true);
});

test("shows that nobody knows what became of a call in which the program died", async () => {
  await runs.recipients(3);
  const { mailingId } = await desk.prepared(runs.office.id, 3);
  const [batch] = await handOver(runs.office.id, mailingId, 0);
  await beginCalls(runs.office.id, [batch?.id ?? ""]);
  await runs.letHoursPass(mailingId, 25);
  await desk.fault({ kind: "503", count: 1, match: { path: "/emails" } });
  expect(await reconcileNext()).toBe(false);
  expect(await desk.counts(mailingId)).toEqual({ unknown: 3 });
  while (await reconcileNext());
});

/** The provider lists a hundred mails of others before ours, all of them as taken at that time. */
async function reconcileBehindOthers(takenAt: Date): Promise<void> {
  const others = await desk.arrange.office();
  await desk.arrange.members(
    others.id,
    Array.from({ length: 100 }, (_, n) => ({ email: runs.address(`later${n}`) })),
  );
  const later = await desk.prepared(others.id, 100);
  await desk.sendAll(others.id, later.mailingId, later.total);
  const created_at = takenAt.toISOString();
  const original = globalThis.fetch;
  const behind = vi.spyOn(globalThis, "fetch").mockImplementation(async (url, options) => {
    const answer = await original(url, options);
    if (!String(url).includes("/emails?")) return answer;
    const page: { data: object[] } = await answer.json();
    return Response.json({ ...page, data: page.data.map((mail) => ({ ...mail, created_at })) });
  });
  while (await reconcileNext());
  behind.mockRestore();
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test.each([
  [5, "clocks differ"],
  [65, "the database's has jumped back an hour since"],
])("looks for a mail also %s minutes before the first call: %s", async (minutes) => {
  const { emails, mailingId, total } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  await reconcileBehindOthers(minutesAgo(25 * 60 + minutes));
  await desk.sendAll(runs.office.id, mailingId, total);
  for (const email of emails) expect(await desk.outbox(email)).toHaveLength(1);
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("looks back to the first call, however late the last one was", async () => {
  const { emails, mailingId, total } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  await desk.sql`
    update batches set calls = 2, last_called_at = now() - interval '2 hours' where mailing_id = ${mailingId}`;
  await reconcileBehindOthers(minutesAgo(10 * 60));
  await desk.sendAll(runs.office.id, mailingId, total);
  for (const email of emails) expect(await desk.outbox(email)).toHaveLength(1);
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("begins the list anew when the mail after which it was to go on is not there any more", async () => {
  const { mailingId } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  await desk.sql`update batches set look_up_cursor = ${crypto.randomUUID()} where mailing_id = ${mailingId}`;
  while (await reconcileNext());
  expect(await stateOf(mailingId)).toBe("stale");
  await runs.letHoursPass(mailingId, 0);
  while (await reconcileNext());
  expect(await stateOf(mailingId)).toBe("answered");
  expect(await desk.counts(mailingId)).toMatchObject({ sent: 3 });
});

test("comes back after a pause that the provider has asked for", async () => {
  const { emails, mailingId } = await unanswered();
  await runs.letHoursPass(mailingId, 25);
  await pauseCalls(3600);
  expect(await reconcileNext()).toBe(false);
  await desk.sql`delete from provider_pace`;
  while (await reconcileNext());
  expect(await desk.counts(mailingId)).toMatchObject({ sent: emails.length });
});

test("of a mail that the provider tells nothing of holds up no other", async () => {
  const first = await unanswered();
  await runs.letHoursPass(first.mailingId, 26);
  const [mail] = await desk.outbox(first.emails[0]);
  await desk.fault({ kind: "503", count: 100, match: { path: `/emails/${mail?.id}` } });
  await runs.next();
  const second = await unanswered();
  await runs.letHoursPass(second.mailingId, 25);
  while (await reconcileNext());
  expect([await stateOf(first.mailingId), await stateOf(second.mailingId)]).toEqual(["stale", "answered"]);
  await fetch(`${desk.provider.url}/_faults`, { method: "DELETE" });
  await runs.letHoursPass(first.mailingId, 0);
  while (await reconcileNext());
  expect(await stateOf(first.mailingId)).toBe("answered");
});

describe("what cannot be written any more", () => {
  /** Two offices' mailings, of which the first is signed with a key that is gone. */
  async function spoilt(more: (officeId: string, mailingId: string, total: number) => Promise<unknown>) {
    const ids: string[] = [];
    for (const _ of ["spoilt", "whole"]) {
      await runs.next();
      await runs.recipients(1);
      const { mailingId, total } = await desk.prepared(runs.office.id, 1);
      ids.push(mailingId);
      await more(runs.office.id, mailingId, total);
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
      await runs.letHoursPass(mailingId, 25);
    });
    while (await reconcileNext());
    const states = await desk.sql`
      select state from batches where mailing_id = any (${ids}) order by array_position(${ids}, mailing_id)`;
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
    const done = new Map<string, boolean>();
    for (const mailing of due) done.set(mailing.mailingId, await retryNext(mailing));
    expect(ids.map((id) => done.get(id))).toEqual([false, true]);
    const attempts = await desk.sql`
      select attempt_count as count from messages where mailing_id = any (${ids}) order by array_position(${ids}, mailing_id)`;
    expect(attempts.map(({ count }) => count)).toEqual([1, 2]);
  });
});
