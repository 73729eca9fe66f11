import { type FailureEventPayload, NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, endedRuns, openBench, runsOf } from "./harness";

const attempts = new Map<string, number>();
const seen: string[] = [];

function count(name: string): number {
  const attempt = (attempts.get(name) ?? 0) + 1;
  attempts.set(name, attempt);
  return attempt;
}

describe.each([{ checkpointing: true }, { checkpointing: false }])("steps with %o", ({ checkpointing }) => {
  let bench: Bench;

  beforeAll(async () => {
    attempts.clear();
    seen.length = 0;
    bench = await openBench(
      (client) => [
        client.createFunction(
          { id: "sequence", triggers: [{ event: "t/sequence" }], retries: 2 },
          async ({ event, step }) => {
            const first = await step.run("first", () => ({ data: event.data.n }));
            await step.sleep("nap", "1s");
            await step.sleepUntil("past", new Date(0));
            const nothing = await step.run("nothing", () => {});
            const sent = await step.sendEvent("tell", { name: "t/heard", id: "told-once", data: { first } });
            return { first, nothing, sent: sent.ids.length };
          },
        ),
        client.createFunction({ id: "heard", triggers: [{ event: "t/heard" }] }, ({ event }) => {
          seen.push(JSON.stringify(event.data));
          return event.id;
        }),
        client.createFunction({ id: "parallel", triggers: [{ event: "t/parallel" }] }, async ({ step }) => {
          const [x, y] = await Promise.all([
            step.run("x", () => count("x") && "X"),
            step.run("y", () => count("y") && "Y"),
            step.sleep("z", "1s"),
          ]);
          return step.run("join", () => `${x}${y}${count("join")}`);
        }),
        client.createFunction(
          { id: "flaky", triggers: [{ event: "t/flaky" }], retries: 3 },
          async ({ step, attempt }) => {
            const before = await step.run("before", () => count("before"));
            const value = await step.run("try", () => {
              if (count("try") < 3) throw new RetryAfterError("not yet", "1s");
              return attempt;
            });
            return { before, value, attempt };
          },
        ),
        client.createFunction(
          {
            id: "hopeless",
            triggers: [{ event: "t/hopeless" }],
            retries: 5,
            onFailure: ({ event, error }: { event: FailureEventPayload; error: Error }) => {
              seen.push(
                `${event.data.function_id} ${event.data.event.data.n} ${error.name} ${error.message}`,
              );
              return event.data.run_id;
            },
          },
          async ({ step }) => {
            await step.run("die", () => {
              count("die");
              throw new NonRetriableError("never");
            });
          },
        ),
        client.createFunction(
          { id: "caught", triggers: [{ event: "t/caught" }], retries: 1 },
          async ({ step }) => {
            const caught = await step
              .run("fail", () => {
                count("fail");
                throw new RetryAfterError("again and again", 1000);
              })
              .catch((error: Error) => error.message);
            return step.run("after", () => `after ${caught}`);
          },
        ),
        client.createFunction({ id: "bare", triggers: [{ event: "t/bare" }], retries: 1 }, () => {
          if (count("bare") === 1) throw new RetryAfterError("no step yet", 1000);
          return "bare";
        }),
        client.createFunction({ id: "odd", triggers: [{ event: "t/odd" }] }, async ({ event, step }) => {
          const text = await step.run("text", () => `${event.data.text}\u2028`);
          const large = await step.run("large", () => "x".repeat(1_000_000));
          return { text, large: large.length };
        }),
        client.createFunction({ id: "huge", triggers: [{ event: "t/huge" }] }, ({ step }) =>
          step.run("huge", () => "x".repeat(4_500_000)).then(() => step.run("after", () => 1)),
        ),
        client.createFunction({ id: "waiting", triggers: [{ event: "t/waiting" }] }, ({ step }) =>
          step.waitForEvent("wait", { event: "t/never", timeout: "1h" }),
        ),
      ],
      { checkpointing },
    );
  });
  afterAll(() => bench.close());

  it("runs steps in sequence, sleeps, sends and returns", async () => {
    await bench.client.send({ name: "t/sequence", data: { n: 7 } });
    const [run] = await endedRuns(bench.sql, "probe-sequence");
    expect(run).toMatchObject({
      status: "completed",
      output: { first: { data: 7 }, nothing: null, sent: 1 },
    });
    const [heard] = await endedRuns(bench.sql, "probe-heard");
    expect(heard?.output).toBe("told-once");
    expect(seen).toContain('{"first":{"data":7}}');
    const calls = bench.app.calls.filter(({ path }) => path.includes("fnId=probe-sequence"));
    expect(calls.map(({ body }) => body.version)).toEqual([-1, ...calls.slice(1).map(() => 2)]);
    expect(calls).toHaveLength(checkpointing ? 3 : 6);
  });

  it("runs parallel steps once each, and goes on once", async () => {
    await bench.client.send({ name: "t/parallel" });
    const [run] = await endedRuns(bench.sql, "probe-parallel");
    expect(run).toMatchObject({ status: "completed", output: "XY1" });
    expect([attempts.get("x"), attempts.get("y"), attempts.get("join")]).toEqual([1, 1, 1]);
    const stepIds = bench.app.calls
      .filter(({ path }) => path.includes("fnId=probe-parallel"))
      .map(({ path }) => new URLSearchParams(path.split("?")[1]).get("stepId"));
    expect(stepIds.filter((id) => id !== "step")).toHaveLength(2);
    expect(stepIds.filter((id) => id === "step")).toHaveLength(checkpointing ? 2 : 3);
  });

  it("retries a step after the time it asks for, and counts attempts per step", async () => {
    const start = Date.now();
    await bench.client.send({ name: "t/flaky" });
    const [run] = await endedRuns(bench.sql, "probe-flaky");
    expect(run).toMatchObject({ status: "completed", output: { before: 1, value: 2, attempt: 0 } });
    expect(attempts.get("try")).toBe(3);
    expect(Date.now() - start).toBeGreaterThan(2_000);
  });

  it("fails at once on a non-retriable error and calls onFailure with the whole story", async () => {
    await bench.client.send({ name: "t/hopeless", data: { n: 5 } });
    const [run] = await endedRuns(bench.sql, "probe-hopeless");
    expect(run).toMatchObject({ status: "failed", output: { name: "NonRetriableError", message: "never" } });
    expect(attempts.get("die")).toBe(1);
    const [failure] = await endedRuns(bench.sql, "probe-hopeless-failure");
    expect(failure).toMatchObject({ status: "completed", output: run?.id });
    expect(seen).toContain("probe-hopeless 5 NonRetriableError never");
  });

  it("hands a step's last error to the function, which may go on", async () => {
    await bench.client.send({ name: "t/caught" });
    const [run] = await endedRuns(bench.sql, "probe-caught");
    expect(run).toMatchObject({ status: "completed", output: "after again and again" });
    expect(attempts.get("fail")).toBe(2);
  });

  it("retries an error outside of steps", async () => {
    await bench.client.send({ name: "t/bare" });
    const [run] = await endedRuns(bench.sql, "probe-bare");
    expect(run).toMatchObject({ status: "completed", output: "bare" });
  });

  it("carries every character, and a megabyte", async () => {
    await bench.client.send({ name: "t/odd", data: { text: "a\0b \ud83d\udd4a \\u0000" } });
    const [run] = await endedRuns(bench.sql, "probe-odd");
    expect(run?.output).toEqual({ text: "a\0b \ud83d\udd4a \\u0000\u2028", large: 1_000_000 });
  });

  it("fails a run whose step returns more than the real server would keep", async () => {
    await bench.client.send({ name: "t/huge" });
    const [run] = await endedRuns(bench.sql, "probe-huge");
    expect(run).toMatchObject({
      status: "failed",
      output: { message: 'The step "huge" returns more than 4 MB' },
    });
  });

  it("fails a run that needs what is not implemented, and says what", async () => {
    await bench.client.send({ name: "t/waiting" });
    const [run] = await endedRuns(bench.sql, "probe-waiting");
    expect(run?.status).toBe("failed");
    expect(JSON.stringify(run?.output)).toContain('The step \\"wait\\" needs WaitForEvent');
  });

  it("leaves nothing behind", async () => {
    expect(await runsOf(bench.sql, "probe-nothing")).toEqual([]);
    await expect.poll(async () => [...(await bench.sql`select * from inngest_server.jobs`)]).toEqual([]);
  });
});
