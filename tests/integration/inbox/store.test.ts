import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { inngest } from "@/lib/events";
import { storeEvent } from "@/lib/inbox/store";
import { Program } from "@/tests/support/program";

let arrange: Program;
/** When the job server was woken; it does not hear the first time. */
const wakes: number[] = [];
vi.spyOn(inngest, "send").mockImplementation(async () => {
  if (wakes.push(Date.now()) === 1) throw new Error("down");
  return { ids: [] };
});

beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(() => arrange.sql`delete from provider_events`);
afterAll(() => arrange.close());

const store = (...ids: string[]) =>
  Promise.allSettled(ids.map((eventId) => storeEvent({ eventId, type: "email.sent", payload: {} })));
const results = (settled: PromiseSettledResult<void>[]) => settled.map(({ status }) => status);

test("an event that could not be stored is not said to be: the provider sends it again", async () => {
  await arrange.sql`alter table provider_events add constraint full_disk check (event_id not like 'lost%') not valid`;
  expect(results(await store("lost-1", "lost-2", "lost-3"))).toEqual(["rejected", "rejected", "rejected"]);
  await arrange.sql`alter table provider_events drop constraint full_disk`;
  expect(results(await store("lost-1", "lost-2", "lost-3"))).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
  expect(results(await store("lost-3", "new"))).toEqual(["fulfilled", "fulfilled"]);
  const rows = await arrange.sql`select event_id as id from provider_events order by 1`;
  expect(rows.map(({ id }) => id)).toEqual(["lost-1", "lost-2", "lost-3", "new"]);
});

test("of a flood every event is stored, and each sender told", async () => {
  const ids = Array.from({ length: 1_300 }, (_, n) => `flood-${n}`);
  expect(new Set(results(await store(...ids, ...ids)))).toEqual(new Set(["fulfilled"]));
  const rows = await arrange.sql`select from provider_events`;
  expect(rows).toHaveLength(ids.length);
});

test("the job server is woken for what comes in, once a second, also after it did not hear", async () => {
  for (const time of [1, 2]) {
    const before = wakes.length;
    for (const n of [1, 2, 3]) await store(`wake-${time}-${n}`);
    await expect.poll(() => wakes.length).toBeGreaterThan(before);
  }
  const gaps = wakes.slice(1).map((at, n) => at - (wakes[n] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(900);
});

test("the job server is woken as soon as ever when the clock has jumped back an hour", async () => {
  const woken = async (eventId: string) => {
    const before = wakes.length;
    await store(eventId);
    await expect.poll(() => wakes.length).toBeGreaterThan(before);
  };
  await woken("before-the-jump");
  const now = Date.now();
  const clock = vi.spyOn(Date, "now").mockReturnValue(now - 3_600_000);
  await woken("after-the-jump");
  clock.mockRestore();
});
