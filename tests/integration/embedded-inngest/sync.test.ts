import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFunctions } from "@/embedded/inngest/functions";
import { hashedSigningKey } from "@/embedded/inngest/sign";
import { type Bench, endedRuns, keys, openBench } from "./harness";

const listed = (extra: Record<string, unknown>, trigger: Record<string, unknown> = { event: "t/x" }) => [
  { id: "probe-x", name: "x", triggers: [trigger], steps: { step: { id: "step" } }, ...extra },
];

describe("what a function may ask for", () => {
  it.each([
    [{ throttle: { limit: 1, period: "1s" } }, 'the option "throttle"'],
    [{ rateLimit: { limit: 1, period: "1s" } }, 'the option "rateLimit"'],
    [{ debounce: { period: "1s" } }, 'the option "debounce"'],
    [{ batchEvents: { maxSize: 5, timeout: "1s" } }, 'the option "batchEvents"'],
    [{ priority: { run: "1" } }, 'the option "priority"'],
    [{ singleton: { mode: "skip" } }, 'the option "singleton"'],
    [{ timeouts: { start: "1h" } }, 'the option "timeouts"'],
    [{ cancel: [{ event: "t/cancel" }] }, 'the option "cancel"'],
    [{ idempotency: "event.data.k" }, 'the option "idempotency"'],
    [{ concurrency: [{ limit: 1, scope: "account", key: "'k'" }] }, 'the concurrency scope "account"'],
    [{ concurrency: { limit: 1, key: "event.data.a + 'b'" } }, 'the concurrency key "event.data.a'],
    [{ concurrency: { limit: 1, key: "event.name" } }, 'the concurrency key "event.name"'],
  ])("is not %o", (extra, reason) => {
    expect(() => readFunctions(listed(extra))).toThrow(`The function "probe-x" needs what`);
    expect(() => readFunctions(listed(extra))).toThrow(reason);
  });

  it.each([
    [{ event: "t/x", expression: "event.data.a > 1" }, "the expression"],
    [{ event: "t/*" }, "the trigger"],
    [{ event: "inngest/function.finished" }, 'the event "inngest/function.finished"'],
    [{ cron: "* * * * * *" }, "it has not five fields"],
    [{ cron: "61 * * * *" }, 'the cron expression "61 * * * *"'],
    [{ cron: "0 * * * *", jitter: "5m" }, '"jitter" of a trigger'],
  ])("is not the trigger %o", (trigger, reason) => {
    expect(() => readFunctions(listed({}, trigger))).toThrow(reason);
  });

  it.each([
    ["more retries than twenty", { steps: { step: { retries: { attempts: 21 } } } }],
    ["three limits", { concurrency: [{ limit: 1 }, { limit: 2 }, { limit: 3 }] }],
    ["a limit of nothing", { concurrency: 0 }],
    ["a limit with more to it", { concurrency: { limit: 1, jitter: "5m" } }],
  ])("is not %s", (_, extra) => {
    expect(() => readFunctions(listed(extra))).toThrow("The list of functions is unreadable");
  });

  it("is not the id of another", () => {
    expect(() => readFunctions([...listed({}), ...listed({})])).toThrow("Two functions have the same id");
  });

  it("is concurrency by keys of the event's data, retries, crons and failures", () => {
    const concurrency = [{ limit: 2, key: "event.data.office.id", scope: "fn" }, { limit: 5 }];
    expect(readFunctions(listed({ concurrency }))).toEqual([
      {
        id: "probe-x",
        maxAttempts: 5,
        triggers: [{ event: "t/x", failureOf: null }],
        concurrency: [
          { limit: 2, path: ["office", "id"] },
          { limit: 5, path: null },
        ],
      },
    ]);
    expect(readFunctions(listed({ concurrency: 3 }))[0]?.concurrency).toEqual([{ limit: 3, path: null }]);
    expect(readFunctions(listed({}, { cron: "TZ=Europe/Helsinki 0 9 * * 1-5" }))).toHaveLength(1);
  });
});

describe("sync with the app", () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench((client) => [
      client.createFunction({ id: "old", triggers: [{ event: "t/old" }] }, () => "old"),
    ]);
  });
  afterAll(() => bench.close());

  it("refuses a version of the app that needs more, says why, and keeps the functions it had", async () => {
    bench.app.use(bench.client, [
      bench.client.createFunction(
        { id: "paced", triggers: [{ event: "t/old" }], throttle: { limit: 1, period: "1s" } },
        () => "paced",
      ),
    ]);
    const response = await bench.post("/sync");
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      error:
        'The function "probe-paced" needs what the embedded job server does not implement: the option "throttle"',
    });
    const registered = await fetch(bench.app.url, { method: "PUT" });
    expect(JSON.stringify(await registered.json())).toContain("throttle");
    const status = await fetch(`${bench.jobs.url}/v1/status`, {
      headers: { authorization: `Bearer ${hashedSigningKey(keys.signingKey)}` },
    });
    expect(await status.json()).toEqual({ queued: 0, sleeping: 0, running: 0, functions: ["probe-old"] });
  });

  it("starts a new version's functions for events that came before its sync", async () => {
    bench.app.use(bench.client, [
      bench.client.createFunction({ id: "new", triggers: [{ event: "t/new" }] }, ({ event }) => event.data.n),
    ]);
    await bench.client.send({ name: "t/new", data: { n: 3 } });
    const [run] = await endedRuns(bench.sql, "probe-new");
    expect(run?.output).toBe(3);
    const [old] = await bench.sql`select archived from inngest_server.functions where id = 'probe-old'`;
    expect(old?.archived).toBe(true);
  });

  it("takes a function back that a version was without", async () => {
    bench.app.use(bench.client, [
      bench.client.createFunction({ id: "old", triggers: [{ event: "t/old" }] }, () => "old again"),
    ]);
    await bench.post("/sync");
    await bench.client.send({ name: "t/old" });
    const [run] = await endedRuns(bench.sql, "probe-old");
    expect(run?.output).toBe("old again");
  });

  it("believes nobody who answers in the app's place", async () => {
    const app = bench.app.handler;
    bench.app.handler = async () => Response.json({ functions: [] });
    const response = await bench.post("/sync");
    bench.app.handler = app;
    expect(await response.json()).toEqual({ error: 'the app answers 200: {"functions":[]}' });
    const stored = await bench.sql`select id from inngest_server.functions where not archived`;
    expect(stored.map(({ id }) => id)).toEqual(["probe-old"]);
  });

  it("keeps the next tick of a cron that stays, and forgets those that are gone", async () => {
    const use = (crons: Record<string, string>) => {
      const functions = Object.entries(crons).map(([id, cron]) =>
        bench.client.createFunction({ id, triggers: [{ cron }] }, () => id),
      );
      bench.app.use(bench.client, functions);
      return bench.post("/sync");
    };
    const ticks = () => bench.sql`
      select function_id as id, expression, next_at as at from inngest_server.crons order by 1`;
    await use({ goes: "0 3 1 1 *", moves: "0 3 1 1 *", stays: "0 3 1 1 *" });
    expect(await ticks()).toHaveLength(3);
    await bench.sql`update inngest_server.crons set next_at = next_at - interval '1 second'`;
    const before = await ticks();
    await use({ moves: "0 4 1 1 *", stays: "0 3 1 1 *" });
    const after = await ticks();
    expect(after.map(({ id, expression }) => [id, expression])).toEqual([
      ["probe-moves", "0 4 1 1 *"],
      ["probe-stays", "0 3 1 1 *"],
    ]);
    expect(after[1]).toEqual(before[2]);
  });
});
