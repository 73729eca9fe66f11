import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { inngest } from "@/lib/events";
import { log } from "@/lib/log";
import { announce } from "@/lib/outbox/announce";
import { dispatchOutbox, dispatchSoon, purgeOutbox } from "@/lib/outbox/dispatch";
import { Program } from "@/tests/support/program";

let arrange: Program;
let officeId: string;

/** The job server, which takes all that it is sent unless a test says otherwise. */
const jobServer = vi.spyOn(inngest, "send");

beforeAll(async () => {
  arrange = await Program.open();
  officeId = (await arrange.office()).id;
});
afterAll(() => arrange.close());
beforeEach(() => {
  jobServer.mockResolvedValue({ ids: [] });
});
afterEach(async () => {
  jobServer.mockReset();
  await arrange.sql`delete from outbox`;
});

const say = (...numbers: number[]) =>
  withOffice(officeId, (tx) =>
    announce(
      tx,
      officeId,
      numbers.map((number) => ({ name: "test/said", data: { number } })),
    ),
  );

type Sent = { id: string; name: string; data: { number: number } };
const sent = () => jobServer.mock.calls.map(([events]) => events as unknown as Sent[]);

test("what is announced is handed over once, and nothing without a need", async () => {
  await say(1, 2);
  expect(await dispatchOutbox()).toBe(2);
  expect(await dispatchOutbox()).toBe(0);
  expect(sent()).toEqual([
    [1, 2].map((number) => ({ id: expect.any(String), name: "test/said", data: { number } })),
  ]);
});

test("nothing to be announced is not written down, and what a transaction takes back is not either", async () => {
  await say();
  const takenBack = withOffice(officeId, async (tx) => {
    await announce(tx, officeId, [{ name: "test/said", data: {} }]);
    throw new Error("taken back");
  });
  await expect(takenBack).rejects.toThrow("taken back");
  expect(await dispatchOutbox()).toBe(0);
});

test("a job server that is down is asked again with the same ids, and whoever waits is not told", async () => {
  await say(1);
  jobServer.mockRejectedValue(new Error("down"));
  await dispatchSoon();
  await expect(dispatchOutbox()).rejects.toThrow("down");
  jobServer.mockResolvedValue({ ids: [] });
  await dispatchSoon();
  const [first, second, third] = sent();
  expect(first).toHaveLength(1);
  expect([second, third]).toEqual([first, first]);
  expect(await dispatchOutbox()).toBe(0);
});

test("a job server that does not answer is not waited for, and what it takes late is handed over", async () => {
  await say(1);
  let answer = (_: { ids: string[] }) => {};
  jobServer.mockReturnValue(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  const began = Date.now();
  await dispatchSoon();
  expect(Date.now() - began).toBeLessThan(5000);
  answer({ ids: [] });
  await expect.poll(() => arrange.sql`select from outbox where sent_at is null`).toHaveLength(0);
}, 20_000);

test("whoever runs it reads in the log of a job server that takes nothing, and of no other", async () => {
  const warn = vi.spyOn(log(), "warn");
  await say(1);
  jobServer.mockRejectedValueOnce(new Error("down"));
  await dispatchSoon();
  expect(warn).toHaveBeenCalledOnce();
  await dispatchSoon();
  expect(sent()).toHaveLength(2);
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

test("what has waited longest goes first, and not all of it at a time", async () => {
  await say(...Array.from({ length: 600 }, (_, n) => n + 1));
  await arrange.sql`update outbox set created_at = now() - (data->>'number')::int * interval '1 minute'`;
  expect(await dispatchOutbox()).toBe(500);
  expect(await dispatchOutbox()).toBe(100);
  const numbers = sent().map((events) => events.map(({ data }) => data.number).sort((a, b) => b - a));
  expect([numbers[0]?.[0], numbers[0]?.at(-1), numbers[1]?.[0], numbers[1]?.at(-1)]).toEqual([
    600, 101, 100, 1,
  ]);
});

test("what was handed over is kept for three days, and what was not for as long as it takes", async () => {
  await say(1, 2, 3);
  await arrange.sql`
    update outbox set created_at = now() - interval '30 days', sent_at = now() - case data->>'number'
      when '1' then interval '73 hours' when '2' then interval '71 hours' end`;
  await asSystem(purgeOutbox);
  const left = await arrange.sql`select (data->>'number')::int as number from outbox order by 1`;
  expect(left.map(({ number }) => number)).toEqual([2, 3]);
});
