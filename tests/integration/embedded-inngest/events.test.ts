import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteExpired } from "@/embedded/inngest/retention";
import { openPool } from "@/embedded/inngest/sql";
import { type Bench, endedRuns, keys, openBench, runsOf } from "./harness";

describe("events", () => {
  let bench: Bench;
  const startedAt: number[] = [];

  beforeAll(async () => {
    bench = await openBench((client) => [
      client.createFunction({ id: "once", triggers: [{ event: "t/once" }] }, ({ event }) => event.id),
      client.createFunction({ id: "also", triggers: [{ event: "t/once" }, { event: "t/two" }] }, () => 1),
      client.createFunction({ id: "seeded", triggers: [{ event: "t/seeded" }] }, () => 1),
      client.createFunction({ id: "later", triggers: [{ event: "t/later" }] }, () => {
        startedAt.push(Date.now());
      }),
      client.createFunction({ id: "fast", triggers: [{ event: "t/fast" }] }, ({ event }) => {
        return Date.now() - Number(event.data.at);
      }),
      client.createFunction(
        { id: "ticks", triggers: [{ cron: "0 3 1 1 *" }, { event: "t/tick" }] },
        ({ event }) => ({
          name: event.name,
          data: event.data,
        }),
      ),
    ]);
  });
  afterAll(() => bench.close());

  it("with an id start each function once", async () => {
    await bench.client.send([
      { name: "t/once", id: "a" },
      { name: "t/once", id: "a" },
      { name: "t/once", id: "b" },
    ]);
    const again = await bench.client.send({ name: "t/once", id: "a" });
    expect(again.ids).toHaveLength(1);
    await endedRuns(bench.sql, "probe-once", 2);
    await endedRuns(bench.sql, "probe-also", 2);
    expect((await runsOf(bench.sql, "probe-once")).map(({ output }) => output).sort()).toEqual(["a", "b"]);
    expect(await runsOf(bench.sql, "probe-also")).toHaveLength(2);
  });

  it("with an id start again after 24 hours", async () => {
    await bench.sql`update inngest_server.run_keys set at = now() - interval '25 hours' where key = 'b'`;
    await bench.client.send({ name: "t/once", id: "b" });
    expect(await endedRuns(bench.sql, "probe-once", 3)).toHaveLength(3);
  });

  it("with an id that one function has had start another one, and the others of the request both", async () => {
    const started = async (functionId: string) => {
      const rows = await bench.sql`
        select event->>'id' as id from inngest_server.runs
        where function_id = ${functionId} and event->>'id' like 'pair %' order by 1`;
      return rows.map(({ id }) => id);
    };
    await bench.client.send({ name: "t/two", id: "pair 1" });
    await bench.client.send([
      { name: "t/once", id: "pair 1" },
      { name: "t/once", id: "pair 2" },
    ]);
    expect(await started("probe-once")).toEqual(["pair 1", "pair 2"]);
    expect(await started("probe-also")).toEqual(["pair 1", "pair 2"]);
  });

  it("of a request that the SDK repeats get the first answer", async () => {
    const send = () =>
      bench
        .post(`/e/${keys.eventKey}`, [{ name: "t/seeded" }, { name: "t/seeded" }], {
          "x-inngest-event-id-seed": "1795438091572,c29tZSBzZWVk",
        })
        .then((response) => response.json());
    const [first, second] = await Promise.all([send(), send()]);
    expect(first.ids).toHaveLength(2);
    expect(second).toEqual(first);
    await endedRuns(bench.sql, "probe-seeded", 2);
    expect(await runsOf(bench.sql, "probe-seeded")).toHaveLength(2);
  });

  it("with a time to come start then, and not with others that are due", async () => {
    const ts = Date.now() + 1_500;
    await bench.client.send([{ name: "t/later", ts }, { name: "t/later" }]);
    await endedRuns(bench.sql, "probe-later", 2);
    expect(startedAt).toHaveLength(2);
    expect(startedAt[1]).toBeGreaterThanOrEqual(ts);
  });

  it("start their run when they come, not when the server next looks", async () => {
    const looksEvery = 5_000;
    for (let i = 0; i < 10; i++) {
      await bench.client.send({ name: "t/fast", data: { at: Date.now() } });
      await endedRuns(bench.sql, "probe-fast", i + 1);
    }
    const delays = (await runsOf(bench.sql, "probe-fast")).map(({ output }) => Number(output));
    expect(delays.sort((a, b) => a - b)[5]).toBeLessThan(looksEvery / 2);
  });

  it("of a cron come once for each tick, and one makes up for those missed", async () => {
    const [before] = await bench.sql`select next_at from inngest_server.crons`;
    expect(before?.next_at.toISOString()).toMatch(/-01-01T03:00:00.000Z$/);
    await bench.sql`update inngest_server.crons set next_at = '2020-01-01T03:00:00Z'`;
    await Promise.all([bench.post("/sync"), bench.post("/sync")]);
    const [run] = await endedRuns(bench.sql, "probe-ticks");
    const at = `${new Date(before?.next_at).getUTCFullYear() - 1}-01-01T03:00:00Z`;
    expect(run?.output).toEqual({
      name: "inngest/scheduled.timer",
      data: { cron: "0 3 1 1 *", fireAt: at, scheduledAt: at },
    });
    const [after] = await bench.sql`select next_at from inngest_server.crons`;
    expect(after?.next_at).toEqual(before?.next_at);
    // As if another server had seen the same tick.
    await bench.sql`update inngest_server.crons set next_at = ${at}`;
    await bench.post("/sync");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await runsOf(bench.sql, "probe-ticks")).toHaveLength(1);
  });

  it("of a cron come again when the clock is set back", async () => {
    const { sql } = bench;
    const [cron] = await sql`select next_at from inngest_server.crons`;
    const key = (tick: Date) => `0 3 1 1 * ${tick.toISOString()}`;
    /* The next tick has been, as it seems, and the one after it is planned. */
    await sql`
      insert into inngest_server.run_keys (function_id, key, at)
      values ('probe-ticks', ${key(cron?.next_at)}, ${cron?.next_at}), ('probe-ticks', 'an id', ${cron?.next_at})`;
    await sql`update inngest_server.crons set next_at = next_at + interval '1 year'`;
    await bench.post("/sync");
    await expect.poll(async () => (await sql`select next_at from inngest_server.crons`)[0]).toEqual(cron);
    const kept = await sql`
      select key from inngest_server.run_keys where function_id = 'probe-ticks' and at > now()`;
    expect(kept.map((row) => row.key)).toEqual(["an id"]);
  });

  it("are forgotten, as runs are, when their time is over and not before", async () => {
    const { sql } = bench;
    const ages = ["59 minutes", "61 minutes", "23 hours", "25 hours", "71 hours", "73 hours"];
    for (const age of ages) {
      await sql`
        insert into inngest_server.runs (id, function_id, max_attempts, event, lane, keys, ended_at)
        values (${age}, 'f', 1, '{}', '', '{}', now() - ${age}::interval)`;
      await sql`insert into inngest_server.run_keys values ('f', ${age}, now() - ${age}::interval)`;
      await sql`insert into inngest_server.sends values (${age}, '{}', now() - ${age}::interval)`;
      await sql`insert into inngest_server.unmatched_events values (${age}, 'e', '{}', now() - ${age}::interval)`;
    }
    await sql`
      insert into inngest_server.runs (id, function_id, max_attempts, event, lane, keys, created_at)
      values ('under way', 'f', 1, '{}', '', '{}', now() - interval '30 days')`;
    const pool = openPool(bench.databaseUrl, 1);
    await deleteExpired(pool).finally(() => pool.end());
    const left = async (rows: Promise<{ name: string }[]>) => (await rows).map(({ name }) => name);
    expect(
      await left(
        sql`select id as name from inngest_server.runs where function_id = 'f' order by ended_at desc nulls last`,
      ),
    ).toEqual([...ages.slice(0, 5), "under way"]);
    expect(
      await left(
        sql`select key as name from inngest_server.run_keys where function_id = 'f' order by at desc`,
      ),
    ).toEqual(ages.slice(0, 3));
    expect(
      await left(
        sql`select seed as name from inngest_server.sends where seed = any(${ages}) order by at desc`,
      ),
    ).toEqual(ages.slice(0, 3));
    expect(
      await left(sql`select id as name from inngest_server.unmatched_events where id = any(${ages})`),
    ).toEqual(ages.slice(0, 1));
  });
});
