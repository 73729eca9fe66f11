import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { refreshMailing } from "@/inngest/refresh-mailing";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import type { Fact } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import {
  BEGINNING,
  closeForgottenRefreshes,
  latestRefresh,
  type RefreshCursor,
  refreshNext,
  requestRefresh,
} from "@/lib/messages/refresh";
import { sendNext } from "@/lib/messages/send-next";
import { pauseCalls } from "@/lib/pace/schedule";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import type { TestOffice } from "@/tests/support/offices";

let desk: Desk;
let office: TestOffice;
let mailingId: string;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());
/* Sent to 45, and no event has been looked at. */
beforeEach(async () => {
  office = await desk.arrange.office();
  await desk.arrange.members(
    office.id,
    Array.from({ length: 45 }, (_, n) => ({ email: `${office.id}-m${n}@example.org` })),
  );
  const prepared = await desk.prepared(office.id, 45);
  mailingId = prepared.mailingId;
  await desk.sendAll(office.id, mailingId, prepared.total);
});

async function requested(): Promise<string> {
  await requestRefresh(office.id, mailingId, ANNA.id);
  return (await latest())?.id ?? "";
}

const latest = () => withOffice(office.id, (tx) => latestRefresh(tx, mailingId));

test("what is not settled is asked about, twenty at a time, to the end", async () => {
  const id = await requested();
  expect(await latest()).toMatchObject({ total: 45, asked: 0, finishedAt: null });
  const asked: number[] = [];
  for (let after: RefreshCursor | null = BEGINNING; after; ) {
    after = await refreshNext(office.id, mailingId, id, after);
    asked.push((await latest())?.asked ?? -1);
  }
  expect(asked).toEqual([20, 40, 45]);
  expect(await latest()).toMatchObject({ changed: 45, finishedAt: expect.any(Date), failure: null });
});

/** Something is learnt of the last attempts of the first messages, of each one another fact. */
async function learn(facts: readonly Fact[]): Promise<void> {
  const attempts = await desk.sql`
    select distinct on (m.position) a.id from attempts a join messages m on m.id = a.message_id
    where m.mailing_id = ${mailingId} order by m.position, a.number desc limit ${facts.length}`;
  const records = facts.map((fact, place) => ({
    attemptId: attempts[place]?.id,
    fact,
    source: "event" as const,
    key: `refresh:${attempts[place]?.id}`,
    reason: null,
    occurredAt: new Date(),
  }));
  await asSystem((tx) => foldFacts(tx, records));
}

test("what may still change is asked about, and nothing that is settled", async () => {
  const open = ["deferred", "unexplained", "soft_bounced"] as const;
  const settled = ["refused", "delivered", "opened", "bounced", "spam"] as const;
  await learn([...open, ...settled]);
  await requested();
  expect(await latest()).toMatchObject({ total: 45 - settled.length });
});

test("of what a later attempt has settled the earlier one is not asked about", async () => {
  await learn(["soft_bounced", "soft_bounced"]);
  await desk.sql`
    update messages set next_attempt_at = now(), window_started_at = now() - interval '1 hour'
    where mailing_id = ${mailingId} and status = 'soft_bounced'`;
  await sendNext(office.id, mailingId, RETRY_CHUNK);
  await learn(["delivered", "bounced"]);
  await requested();
  expect(await latest()).toMatchObject({ total: 43 });
});

test("what the provider has perhaps never got is not asked about", async () => {
  ({ mailingId } = await desk.prepared(office.id, 45));
  await desk.fault({ kind: "reset", match: { path: "/emails/batch" } });
  await sendNext(office.id, mailingId, 0);
  expect(await desk.counts(mailingId)).toEqual({ unknown: 45 });
  await requested();
  expect(await latest()).toMatchObject({ total: 0 });
});

test("of two mailings of an office each is asked about for itself", async () => {
  const other = await desk.prepared(office.id, 45);
  await desk.sendAll(office.id, other.mailingId, other.total);
  await requestRefresh(office.id, other.mailingId, ANNA.id);
  const id = await requested();
  expect(await latest()).toMatchObject({ total: 45, asked: 0 });
  let after: RefreshCursor | null = BEGINNING;
  for (let turn = 1; turn <= 3; turn++) after &&= await refreshNext(office.id, mailingId, id, after);
  expect(after).toBeNull();
  expect(await latest()).toMatchObject({ changed: 45, finishedAt: expect.any(Date) });
});

test("two who press at the same moment start one round", async () => {
  const presses = await desk.sql.begin(async (tx) => {
    /* Both have looked whether one is under way, as far as they can, before one is begun. */
    await tx`lock table refreshes in share mode`;
    const pressed = [requested(), requested()];
    await lockWaits(desk.sql, 2);
    return { pressed };
  });
  const [first, second] = await Promise.all(presses.pressed);
  expect(first).toBe(second);
  expect(await desk.sql`select from refreshes where mailing_id = ${mailingId}`).toHaveLength(1);
});

test("what is tried again meanwhile is asked about too, and not said to be more than there were", async () => {
  const id = await requested();
  await desk.sql`update refreshes set total = 44 where id = ${id}`;
  let after: RefreshCursor | null = BEGINNING;
  while (after) after = await refreshNext(office.id, mailingId, id, after);
  expect(await latest()).toMatchObject({ total: 44, asked: 44, changed: 45 });
});

test("a provider that is away is asked again, and a press meanwhile starts no second round", async () => {
  const id = await requested();
  await desk.fault({ kind: "503", count: 20, match: { path: "/emails/" } });
  await expect(refreshNext(office.id, mailingId, id, BEGINNING)).rejects.toThrow("cannot be asked");
  expect(await latest()).toMatchObject({ asked: 0, finishedAt: null });
  expect(await requested()).toBe(id);
  expect(await refreshNext(office.id, mailingId, id, BEGINNING)).toEqual({ position: 19, number: 1 });
  await desk.sql`update refreshes set asked_at = now() - interval '61 minutes' where id = ${id}`;
  await asSystem(closeForgottenRefreshes);
  const closed = { asked: 20, finishedAt: expect.any(Date), failure: "forgotten" };
  expect(await latest()).toMatchObject(closed);
  expect(await refreshNext(office.id, mailingId, id, { position: 19, number: 1 })).toBeNull();
  expect(await latest()).toMatchObject(closed);
  expect(await requested()).not.toBe(id);
});

test("a refresh ends that nobody has carried on for an hour, no other one", async () => {
  const begun = async (ago: string, askedAgo: string, finished: boolean) => {
    const [row] = await desk.sql`
      insert into refreshes (office_id, mailing_id, total, requested_at, asked_at, finished_at)
      values (${office.id}, ${mailingId}, 100, now() - ${ago}::interval, now() - ${askedAgo}::interval,
        case when ${finished} then now() end)
      returning id`;
    return row?.id;
  };
  const forgotten = await begun("61 minutes", "61 minutes", false);
  await begun("59 minutes", "59 minutes", false);
  await begun("2 days", "59 minutes", false);
  await begun("7 hours", "7 hours", true);
  await asSystem(closeForgottenRefreshes);
  const failed =
    await desk.sql`select id from refreshes where mailing_id = ${mailingId} and failure is not null`;
  expect(failed.map(({ id }) => id)).toEqual([forgotten]);
});

test("a refresh that goes on is not forgotten", async () => {
  const id = await requested();
  await desk.sql`update refreshes set asked_at = now() - interval '61 minutes' where id = ${id}`;
  await refreshNext(office.id, mailingId, id, BEGINNING);
  await asSystem(closeForgottenRefreshes);
  expect(await latest()).toMatchObject({ asked: 20, finishedAt: null });
});

test("in a long pause that the provider has asked for, nothing is asked and nothing waits", async () => {
  const id = await requested();
  await pauseCalls(3600);
  await expect(refreshNext(office.id, mailingId, id, BEGINNING)).rejects.toThrow("cannot be asked");
  await desk.sql`delete from provider_pace`;
  expect(await refreshNext(office.id, mailingId, id, BEGINNING)).not.toBeNull();
});

test("what a long pause has kept from being asked about is asked about after it", async () => {
  const id = await requested();
  const original = globalThis.fetch;
  let calls = 0;
  const pausing = vi.spyOn(globalThis, "fetch").mockImplementation(async (url, options) => {
    if (++calls === 5) await pauseCalls(3600);
    return original(url, options);
  });
  const after = await refreshNext(office.id, mailingId, id, BEGINNING);
  pausing.mockRestore();
  expect(after).toEqual({ position: 4, number: 1 });
  expect(await latest()).toMatchObject({ asked: 5, changed: 5, finishedAt: null });
  await desk.sql`delete from provider_pace`;
  expect(await refreshNext(office.id, mailingId, id, after ?? BEGINNING)).toEqual({
    position: 24,
    number: 1,
  });
});

test("what is more than a run has steps for goes on in another run, from where this one came to", async () => {
  type Handler = (context: object) => Promise<void>;
  const { fn } = refreshMailing as unknown as { fn: Handler };
  let turns = 0;
  const sent: object[] = [];
  const step = {
    run: async () => ({ position: ++turns * 20, number: 1 }),
    sendEvent: async (_: string, event: { data: object }) => sent.push(event.data),
  };
  const ids = { officeId: office.id, mailingId, refreshId: crypto.randomUUID() };
  await fn({ event: { data: ids }, step });
  expect(turns).toBeLessThan(1000);
  expect(sent).toEqual([{ ...ids, after: { position: turns * 20, number: 1 } }]);
});
