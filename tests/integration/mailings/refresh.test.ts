import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { refreshMailing } from "@/inngest/refresh-mailing";
import { asSystem, withOffice } from "@/lib/db/tenant";
import {
  BEGINNING,
  closeForgottenRefreshes,
  latestRefresh,
  type RefreshCursor,
  refreshNext,
  requestRefresh,
} from "@/lib/messages/refresh";
import { pauseCalls } from "@/lib/pace/schedule";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
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

test("what was refused is settled, and not asked about", async () => {
  await desk.sql`
    update attempts set fact = 70 where message_id in (
      select id from messages where mailing_id = ${mailingId} and position < 44)`;
  await desk.sql`update messages set status = 'unknown' where mailing_id = ${mailingId} and position < 44`;
  await requested();
  expect(await latest()).toMatchObject({ total: 1 });
});

test("a provider that is away is asked again, and a press meanwhile starts no second round", async () => {
  const id = await requested();
  await desk.fault({ kind: "503", count: 20, match: { path: "/emails/" } });
  await expect(refreshNext(office.id, mailingId, id, BEGINNING)).rejects.toThrow("cannot be asked");
  expect(await latest()).toMatchObject({ asked: 0, finishedAt: null });
  expect(await requested()).toBe(id);
  expect(await refreshNext(office.id, mailingId, id, BEGINNING)).toEqual({ position: 19, number: 1 });
  await desk.sql`update refreshes set requested_at = now() - interval '7 hours' where id = ${id}`;
  await asSystem(closeForgottenRefreshes);
  const closed = { asked: 20, finishedAt: expect.any(Date), failure: "forgotten" };
  expect(await latest()).toMatchObject(closed);
  expect(await refreshNext(office.id, mailingId, id, { position: 19, number: 1 })).toBeNull();
  expect(await latest()).toMatchObject(closed);
  expect(await requested()).not.toBe(id);
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
