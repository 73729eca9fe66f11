import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, endedRuns, openBench, runsOf } from "./harness";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("concurrency", () => {
  let bench: Bench;
  const underWay = new Map<string, number>();
  const most = new Map<string, number>();
  let endLong = () => {};
  const long = new Promise<void>((end) => {
    endLong = end;
  });

  function enter(names: string[]): void {
    for (const name of names) {
      underWay.set(name, (underWay.get(name) ?? 0) + 1);
      most.set(name, Math.max(most.get(name) ?? 0, underWay.get(name) ?? 0));
    }
  }

  function leave(names: string[]): void {
    for (const name of names) underWay.set(name, (underWay.get(name) ?? 0) - 1);
  }

  async function occupy(names: string[], until = () => true): Promise<void> {
    enter(names);
    for (let waited = 0; !until() && waited < 1_000; waited++) await pause(10);
    await pause(30);
    leave(names);
  }

  /** Works until both limits were reached once, so that a slow machine reaches them too; or gives up. */
  const work = (office: string) =>
    occupy(["all", office], () => most.get("all") === 5 && most.get(office) === 2);

  beforeAll(async () => {
    bench = await openBench((client) => [
      client.createFunction(
        {
          id: "limited",
          triggers: [{ event: "t/limited" }],
          concurrency: [{ limit: 2, key: "event.data.office" }, { limit: 5 }],
        },
        async ({ event, step }) => {
          const office = String(event.data.office);
          await step.run("begin", () => enter([`runs of ${office}`]));
          await step.run("work", () => work(office));
          await step.sleep("nap", "1s");
          await step.run("more", () => work(office));
          await step.run("end", () => leave([`runs of ${office}`]));
        },
      ),
      client.createFunction(
        {
          id: "fair",
          triggers: [{ event: "t/fair" }],
          concurrency: [{ limit: 2, key: "event.data.office" }, { limit: 4 }],
        },
        () => pause(5),
      ),
      client.createFunction(
        {
          id: "turns",
          triggers: [{ event: "t/turns" }],
          concurrency: { limit: 1, key: "event.data.office" },
        },
        () => pause(5),
      ),
      client.createFunction({ id: "long", triggers: [{ event: "t/long" }] }, () => long),
      client.createFunction({ id: "short", triggers: [{ event: "t/short" }] }, () => "done"),
    ]);
  });
  afterAll(() => bench.close());

  it("is never above a limit, reaches it, and does not count sleeping runs", async () => {
    const offices = ["A", "A", "A", "A", "A", "A", "B", "B", "B", "C", "C", "C"];
    await bench.client.send(offices.map((office) => ({ name: "t/limited", data: { office } })));
    await endedRuns(bench.sql, "probe-limited", offices.length);
    expect(Object.fromEntries(most)).toMatchObject({ all: 5, A: 2, B: 2, C: 2 });
    expect(most.get("runs of A")).toBeGreaterThan(2);
  });

  it("lets a key with one run past a key with 10,000", async () => {
    for (let sent = 0; sent < 10_000; sent += 5_000) {
      const events = Array.from({ length: 5_000 }, () => ({ name: "t/fair", data: { office: "A" } }));
      await bench.client.send(events);
    }
    expect(await leftBehind("fair", "B")).toBeGreaterThan(5_000);
  });

  it("gives each of more keys than there are places its turn", async () => {
    const offices = Array.from({ length: 1_000 }, (_, i) => `A${i % 50}`);
    await bench.client.send(offices.map((office) => ({ name: "t/turns", data: { office } })));
    expect(await leftBehind("turns", "B")).toBeGreaterThan(750);
  });

  /** How many runs of a function are left when one has ended that came last, for another office. */
  async function leftBehind(id: string, office: string): Promise<number> {
    await bench.client.send({ name: `t/${id}`, id: `last of ${id}`, data: { office } });
    const isWaiting = async () => {
      const rows = await bench.sql`
        select from inngest_server.runs where event->>'id' = ${`last of ${id}`} and status = 'running'`;
      return rows.length > 0;
    };
    while (await isWaiting()) await pause(20);
    const left = (await runsOf(bench.sql, `probe-${id}`)).filter(({ status }) => status === "running");
    await bench.sql`delete from inngest_server.runs where function_id = ${`probe-${id}`}`;
    return left.length;
  }

  it("of long steps leaves room for other functions", async () => {
    await bench.client.send(Array.from({ length: 60 }, () => ({ name: "t/long" })));
    await pause(300);
    await bench.client.send({ name: "t/short" });
    await endedRuns(bench.sql, "probe-short");
    const long = await runsOf(bench.sql, "probe-long");
    expect(long.map(({ status }) => status)).toEqual(Array(60).fill("running"));
    endLong();
    await bench.sql`delete from inngest_server.runs where function_id = 'probe-long'`;
  });

  it("follows a new version's keys also for runs that wait", async () => {
    const define = (key: string) =>
      bench.client.createFunction(
        { id: "regrouped", triggers: [{ event: "t/regrouped" }], concurrency: [{ limit: 1, key }] },
        async ({ event, step }) => {
          const name = `regrouped ${event.data.b}`;
          await step.run("first", () => occupy([name]));
          await step.sleep("nap", "1s");
          await step.run("second", () => {
            const end = Date.now() + 200;
            return occupy([name], () => Date.now() > end);
          });
        },
      );
    bench.app.use(bench.client, [define("event.data.a")]);
    await bench.post("/sync");
    const ts = Date.now() + 3_600_000;
    await bench.client.send(
      Array.from({ length: 6 }, (_, i) => ({ name: "t/regrouped", ts, data: { a: i, b: i % 2 } })),
    );
    bench.app.use(bench.client, [define("event.data.b")]);
    await bench.post("/sync");
    await bench.sql`update inngest_server.jobs set due_at = now()`;
    await bench.post("/sync");
    await endedRuns(bench.sql, "probe-regrouped", 6);
    expect([most.get("regrouped 0"), most.get("regrouped 1")]).toEqual([1, 1]);
  });
});
