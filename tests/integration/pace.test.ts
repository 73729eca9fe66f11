import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { RateLimit } from "@/embedded/resend/ratelimit";
import { reserveCall, reserveCalls, reserveLookUp, TurnFarOff } from "@/lib/pace/reserve";
import { nextCallIn, paceOf, pauseCalls, reserve } from "@/lib/pace/schedule";
import { Program } from "@/tests/support/program";

/* Below what the provider takes, so that a busy machine does not blur what is to be seen. */
const RATE = 8;
const CEILING = 10;
const RUNS = 4;

let arrange: Program;
beforeAll(async () => {
  arrange = await Program.open({ MAIL_RATE: String(RATE) });
});
afterAll(() => arrange.close());

type Call = { number: number; admitted: boolean };

/** Several runs at once make so many calls in all, each got ready in its own time. */
async function makeCalls(calls: number, getReady: (number: number) => Promise<unknown>): Promise<Call[]> {
  const provider = new RateLimit(CEILING);
  const made: Call[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: RUNS }, async () => {
      for (let number = next++; number < calls; number = next++) {
        const turn = await reserveCall();
        await getReady(number);
        await turn.take(async () => {
          made.push({ number, admitted: provider.admit(performance.now()).admitted });
        });
      }
    }),
  );
  return made;
}

test("no call comes into a window that is full, also when the disk is busy for a moment", async () => {
  const stalled = new Promise((over) => setTimeout(over, 2500));
  const calls = await makeCalls(40, async (number) => number >= 12 && stalled);
  expect(calls).toHaveLength(40);
  expect(calls.filter(({ admitted }) => !admitted)).toEqual([]);
});

test("a call that is a little late keeps its turn", async () => {
  const late = [6, 10, 14, 18, 22];
  const calls = await makeCalls(28, async (number) => late.includes(number) && sleep(300));
  expect(calls.filter(({ admitted }) => !admitted)).toEqual([]);
  const place = new Map(calls.map(({ number }, at) => [number, at]));
  const kept = late.filter((number) => Number(place.get(number)) < Number(place.get(number + 3)));
  /* On a busy machine one or two may be more than a little late. */
  expect(kept.length).toBeGreaterThanOrEqual(3);
});

test("every call is made in the end, if all are ready late", async () => {
  const calls = await makeCalls(8, () => sleep(150));
  expect(calls.map(({ number }) => number).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("the answer to a call is there also if its moment cannot be written down", async () => {
  await arrange.sql`delete from provider_pace`;
  const turn = await reserveCall();
  try {
    const answer = turn.take(async () => {
      await arrange.sql`alter table provider_pace rename to away`;
      return "accepted";
    });
    expect(await answer).toBe("accepted");
  } finally {
    await arrange.sql`alter table away rename to provider_pace`;
  }
});

test("every call is made where the database is far away", async () => {
  await arrange.sql`create function answer_late() returns trigger language plpgsql as
    'begin perform pg_sleep(0.04); return null; end'`;
  /* At the end of the transaction: what was read and written is older when it arrives. */
  await arrange.sql`create constraint trigger answer_late after insert or update on provider_pace
    deferrable initially deferred for each row execute function answer_late()`;
  try {
    const calls = await makeCalls(16, async () => {});
    expect(calls.filter(({ admitted }) => !admitted)).toEqual([]);
    expect(calls).toHaveLength(16);
  } finally {
    await arrange.sql`drop function answer_late cascade`;
  }
});

test("however many calls are reserved at a time, a second holds no more than the rate", async () => {
  const pace = paceOf("lookup", 40);
  const counts = Array.from({ length: 40 }, (_, n) => 1 + (n % 5));
  const reserved = await Promise.all(counts.map((count) => reserve(pace, count, 60_000)));
  expect(reserved.map((calls) => calls.length)).toEqual(counts);
  for (const calls of reserved) expect(calls.toSorted((a, b) => a.latest - b.latest)).toEqual(calls);
  const [row] = await arrange.sql<{ least: number; calls: number }[]>`
    select count(*)::int as calls,
      min(extract(epoch from later - at))::float8 as least
    from (
      select at, lead(at, 40) over (order by at) as later
      from unnest(${reserved.flat().map(({ at }) => at)}::timestamptz[]) as at
    ) calls`;
  expect(row?.calls).toBe(120);
  expect(row?.least).toBeCloseTo(1.03, 5);
});

test("a clock that jumps back an hour does not keep calls waiting for that hour", async () => {
  await makeCalls(4, async () => {});
  await arrange.sql`update provider_pace set written_at = written_at + interval '1 hour',
    calls = array(select at + interval '1 hour' from unnest(calls) as at)`;
  const calls = await makeCalls(16, async () => {});
  expect(calls).toHaveLength(16);
  expect(calls.filter(({ admitted }) => !admitted)).toEqual([]);
});

test("a pause that begins after the clock jumped back lasts as long as any other", async () => {
  await makeCalls(1, async () => {});
  await arrange.sql`update provider_pace set written_at = written_at + interval '1 hour'`;
  await pauseCalls(60);
  expect(await nextCallIn(paceOf("provider", RATE))).toBeCloseTo(60_000, -4);
  await arrange.sql`delete from provider_pace`;
});

test("however often it is asked in a long pause, the first call after it is not kept waiting", async () => {
  await pauseCalls(3600);
  for (let asked = 0; asked < 30; asked++) {
    const refused = await reserveCall().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TurnFarOff);
    expect((refused as TurnFarOff).seconds).toBeCloseTo(3600, -2);
  }
  await arrange.sql`update provider_pace set written_at = written_at - interval '1 hour',
    calls = array(select at - interval '1 hour' from unnest(calls) as at)`;
  const before = performance.now();
  await (await reserveCall()).take(async () => {});
  expect(performance.now() - before).toBeLessThan(2000);
});

/** By the database's clock, how long ago the last call of a lane was or will be made. */
async function lastCallAgo(): Promise<number> {
  const [row] = await arrange.sql<{ ago: number }[]>`
    select extract(epoch from clock_timestamp() - max(at))::float8 as ago
    from provider_pace, unnest(calls) as at where lane = 'provider'`;
  return row?.ago ?? Number.NaN;
}

test("the first call after a rest counts from its answer, for it may have had to connect; others from when they left", async () => {
  await arrange.sql`delete from provider_pace`;
  const turns = [await reserveCall(), await reserveCall()];
  const agos: number[] = [];
  for (const turn of turns) {
    await turn.take(() => sleep(600));
    agos.push(await lastCallAgo());
  }
  expect(agos[0]).toBeLessThan(0.4);
  expect(agos[1]).toBeGreaterThan(0.4);
});

test("at so few calls a second each is reserved alone: none is got ready long before its moment", async () => {
  expect(await reserveCalls(RATE)).toHaveLength(1);
});

test("a call that is so late that others count on its moment takes another turn", async () => {
  const turn = await reserveCall();
  await reserve(paceOf("provider", RATE), RATE, 60_000);
  await vi.waitFor(async () => expect(await lastCallAgo()).toBeGreaterThan(0.5), 10_000);
  expect(await turn.take(() => lastCallAgo())).toBeLessThan(0.3);
});

test("the other turn that a late call takes is waited for as well", async () => {
  await arrange.sql`delete from provider_pace`;
  const turn = await reserveCall();
  for (let second = 0; second < 2; second++) await reserve(paceOf("provider", RATE), RATE, 60_000);
  await sleep(300);
  expect(await turn.take(() => lastCallAgo())).toBeGreaterThanOrEqual(0);
});

test("that a call leaves a twentieth of a second late is written down before it does, and others follow it", async () => {
  await arrange.sql`delete from provider_pace`;
  const last = async () => {
    const [row] = await arrange.sql<{ at: number }[]>`
      select max(extract(epoch from at))::float8 as at from provider_pace, unnest(calls) as at`;
    return row?.at ?? Number.NaN;
  };
  const turn = await reserveCall();
  const reserved = await last();
  await sleep(60);
  const left = await turn.take(last);
  expect(left - reserved).toBeGreaterThanOrEqual(0.05);
  await reserve(paceOf("provider", RATE), RATE, 60_000);
  expect((await last()) - left).toBeGreaterThanOrEqual(1);
});

test("a call that waits long until it is written down does not leave before its moment", async () => {
  await arrange.sql`delete from provider_pace`;
  const pace = paceOf("provider", RATE);
  for (let second = 0; second < 2; second++) await reserve(pace, RATE, 60_000);
  let reserving: ReturnType<typeof reserveCall> | undefined;
  await arrange.sql.begin(async (tx) => {
    await tx`select from provider_pace for update`;
    reserving = reserveCall();
    await sleep(700);
  });
  const turn = await reserving;
  expect(await turn?.take(() => lastCallAgo())).toBeGreaterThanOrEqual(0);
});

test("a pause that is shorter than the calls reserved already does not forget them", async () => {
  await arrange.sql`delete from provider_pace`;
  const pace = paceOf("provider", RATE);
  for (let second = 0; second < 5; second++) await reserve(pace, RATE, 60_000);
  const [last] = await reserve(pace, 1, 60_000);
  await pauseCalls(1);
  const [next] = await reserve(pace, 1, 60_000);
  expect(next?.latest).toBeGreaterThan(last?.earliest ?? Number.NaN);
  await arrange.sql`delete from provider_pace`;
});

test("look-ups take a fifth of the rate while mail is handed over, and else as much as there is", async () => {
  const distance = async () => {
    await Promise.all(Array.from({ length: 4 }, reserveLookUp));
    const [row] = await arrange.sql<{ least: number }[]>`
      select min(later - at) as least from (
        select extract(epoch from at)::float8 as at,
          lead(extract(epoch from at)::float8) over (order by at) as later
        from provider_pace, unnest(calls) as at where lane = 'lookup' order by at desc limit 4) calls`;
    return row?.least ?? Number.NaN;
  };
  await arrange.sql`delete from provider_pace`;
  expect(await distance()).toBeLessThan(2 / RATE);
  const office = await arrange.office();
  await arrange.sql`delete from provider_pace`;
  await arrange.sql`insert into mailings (office_id, kind, state) values (${office.id}, 'mailing', 'sent')`;
  await arrange.sql`
    insert into batches (office_id, mailing_id, chunk, attempt_ids, body_hash)
    select office_id, id, -1, '{}', '' from mailings where office_id = ${office.id}`;
  expect(await distance()).toBeGreaterThan(5 / RATE);
  await arrange.sql`delete from provider_pace`;
  await arrange.sql`delete from batches`;
  await arrange.sql`insert into mailings (office_id, kind, state) values (${office.id}, 'mailing', 'sending')`;
  expect(await distance()).toBeGreaterThan(5 / RATE);
});
