import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, endedRuns, keys, openBench } from "./harness";

/** Field by field what the real server sends with a call, as recorded from it. */
const recorded = {
  body: ["ctx", "defers", "event", "events", "steps", "use_api", "version"],
  ctx: [
    "attempt",
    "disable_immediate_execution",
    "env",
    "fn_id",
    "generation_id",
    "job_id",
    "max_attempts",
    "qi_id",
    "request_id",
    "run_id",
    "stack",
    "step_id",
    "use_api",
  ],
  headers: [
    "x-inngest-generation-id",
    "x-inngest-job-id",
    "x-inngest-req-version",
    "x-inngest-step-id",
    "x-request-id",
    "x-run-id",
  ],
  event: ["data", "id", "name", "ts", "user"],
  failure: ["_inngest", "error", "event", "events", "function_id", "result", "run_id"],
};

describe("the protocol", () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench((client) => [
      client.createFunction(
        { id: "shape", triggers: [{ event: "t/shape" }], retries: 2 },
        async ({ step }) => {
          await step.run("one", () => 1);
          await step.sleep("nap", "1s");
        },
      ),
      client.createFunction(
        { id: "fails", triggers: [{ event: "t/fails" }], retries: 0, onFailure: () => "noted" },
        () => {
          throw new Error("broken");
        },
      ),
    ]);
  });
  afterAll(() => bench.close());

  it("calls with the recorded fields", async () => {
    await bench.client.send({ name: "t/shape", id: "shape-1", data: { n: 1 } });
    const [run] = await endedRuns(bench.sql, "probe-shape");
    const [first, second] = bench.app.calls.filter(({ path }) => path.includes("fnId=probe-shape"));
    expect(Object.keys(first?.body ?? {}).sort()).toEqual(recorded.body);
    expect(Object.keys(first?.body.ctx ?? {}).sort()).toEqual(recorded.ctx);
    expect(Object.keys(first?.body.event ?? {}).sort()).toEqual(recorded.event);
    for (const name of recorded.headers) expect(first?.headers.has(name)).toBe(true);
    expect(first?.body).toMatchObject({
      version: -1,
      steps: {},
      event: { id: "shape-1", name: "t/shape", data: { n: 1 } },
      ctx: { attempt: 0, max_attempts: 3, run_id: run?.id, stack: { stack: [], current: 0 } },
    });
    const hashes = second?.body.ctx.stack.stack ?? [];
    expect(second?.body).toMatchObject({ version: 2, ctx: { stack: { current: 2 } } });
    expect(hashes.map((hash) => second?.body.steps[hash])).toEqual([
      { type: "data", data: 1 },
      { type: "data", data: null },
    ]);
  });

  it("tells of a failed run with the recorded fields", async () => {
    await bench.client.send({ name: "t/fails", data: { n: 2 } });
    const [failure] = await endedRuns(bench.sql, "probe-fails-failure");
    expect(failure?.status).toBe("completed");
    const call = bench.app.calls.find(({ path }) => path.includes("fnId=probe-fails-failure"));
    const data = call?.body.event.data;
    expect(Object.keys(data ?? {}).sort()).toEqual(recorded.failure);
    expect(data).toMatchObject({
      function_id: "probe-fails",
      error: { name: "Error", error: "Error", message: "broken" },
      event: { name: "t/fails", data: { n: 2 } },
    });
  });

  it("has an app that takes no unsigned and no stale call", async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${bench.app.url}?fnId=probe-shape&stepId=step`, { method: "POST", headers, body: "{}" });
    expect((await send({})).status).toBe(401);
    expect((await send({ "x-inngest-signature": `t=${Math.floor(Date.now() / 1000)}&s=00` })).status).toBe(
      401,
    );
  });

  it.each([
    ["/fn/register", { functions: [] }],
    ["/v1/checkpoint/X/async", { steps: [] }],
    ["/sync", {}],
  ])("refuses %s without the signing key", async (path, body) => {
    for (const authorization of ["", "Bearer ", `Bearer ${keys.signingKey}`]) {
      const response = await bench.post(path, body, { authorization });
      expect(response.status).toBe(401);
    }
  });

  it("refuses events with another key", async () => {
    const response = await bench.post("/e/another", { name: "t/shape", data: {} });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "Event key not found", status: 401 });
  });

  it.each([
    ["no name", { data: {} }],
    ["a reserved name", { name: "inngest/function.failed", data: {} }],
    ["data that is no object", { name: "t/shape", data: 5 }],
    ["more than 256 KiB", { name: "t/shape", data: { text: "x".repeat(262_144) } }],
    ["too many", Array.from({ length: 5001 }, () => ({ name: "t/none" }))],
  ])("refuses events with %s", async (_, body) => {
    const response = await bench.post(`/e/${keys.eventKey}`, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ status: 400, error: expect.any(String) });
  });

  it("tells a call that was taken over to stop", async () => {
    const response = await bench.post("/v1/checkpoint/01ARZ3NDEKTSV4RRFFQ69G5FAV/async", {
      qi_id: "1",
      request_id: "1.99",
      steps: [],
    });
    expect(response.status).toBe(409);
  });

  it("takes functions over that the app registers by itself", async () => {
    const response = await fetch(bench.app.url, { method: "PUT" });
    expect(await response.json()).toMatchObject({ modified: true });
  });

  it("says how it is", async () => {
    const health = await fetch(`${bench.jobs.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);
    const unknown = await bench.post("/v1/signals");
    expect(unknown.status).toBe(404);
  });
});
