import { describe, expect, test } from "vitest";
import { FACTS, type Fact, FINAL_FACTS, factOfRank, isFinal, RANK } from "@/lib/messages/facts";
import { type KnownAboutMessage, messageStatus } from "@/lib/messages/status";
import fc from "@/tests/support/fast-check";

const nothing: KnownAboutMessage = { attempts: [], expired: false, stopped: null, blockedFromStart: false };

/** Attempts 1, 2, 3 … with these facts. */
function tried(facts: Fact[], rest: Partial<KnownAboutMessage> = {}) {
  const attempts = facts.map((fact, place) => ({ number: place + 1, fact }));
  return messageStatus({ ...nothing, attempts, ...rest });
}

const known: fc.Arbitrary<KnownAboutMessage> = fc.record({
  attempts: fc.array(fc.record({ number: fc.integer({ min: 1, max: 8 }), fact: fc.constantFrom(...FACTS) }), {
    maxLength: 12,
  }),
  expired: fc.boolean(),
  stopped: fc.constantFrom(null, "problem", "changed", "gone", "cancelled"),
  blockedFromStart: fc.boolean(),
});

describe("facts", () => {
  test("rank as the rules say, and keep their numbers", () => {
    expect(FACTS.join(" < ")).toBe(
      "queued < unanswered < sent < deferred < unexplained < soft_bounced < refused < delivered < opened < clicked < blocked < bounced < invalid < unsubscribed < spam",
    );
    expect(FACTS.map((fact) => RANK[fact])).toEqual([
      10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150,
    ]);
    expect(FACTS.map((fact) => factOfRank(RANK[fact]))).toEqual(FACTS);
    expect(FACTS.filter(isFinal)).toEqual([...FINAL_FACTS]);
    expect(() => factOfRank(11)).toThrow(RangeError);
  });
});

describe("one attempt", () => {
  test.each<[Fact, string, boolean, string | null, boolean]>([
    ["queued", "queued", false, null, false],
    ["unanswered", "unknown", false, null, false],
    ["sent", "sent", false, null, false],
    ["deferred", "deferred", false, null, false],
    ["unexplained", "unknown", false, null, false],
    ["soft_bounced", "soft_bounced", false, null, false],
    ["refused", "unknown", false, null, true],
    ["delivered", "sent", true, null, true],
    ["opened", "opened", true, null, true],
    ["clicked", "clicked", true, null, true],
    ["blocked", "blocked", false, "problem_blocked", true],
    ["bounced", "bounced", false, "problem_bounced", true],
    ["invalid", "invalid", false, "problem_invalid", true],
    ["unsubscribed", "unsubscribed", false, "problem_unsubscribed", true],
    ["spam", "spam", false, "problem_spam", true],
  ])("%s shows as %s", (fact, status, delivered, problem, settled) => {
    expect(tried([fact])).toEqual({ status, delivered, problem, settled, reasonOf: 1 });
  });
});

describe("over attempts, the first that applies", () => {
  test("no attempt: none, also when the mailing was cancelled before it", () => {
    expect(tried([])).toMatchObject({ status: "none", settled: false, reasonOf: null });
    expect(tried([], { stopped: "cancelled" })).toMatchObject({
      status: "none",
      settled: true,
      problem: null,
    });
  });

  test("1: the highest final fact, also a late one of an earlier attempt", () => {
    expect(tried(["bounced", "delivered"])).toMatchObject({
      status: "bounced",
      problem: "problem_bounced",
      reasonOf: 1,
    });
    expect(tried(["spam", "invalid"])).toMatchObject({ status: "spam", reasonOf: 1 });
    expect(tried(["bounced", "bounced"])).toMatchObject({ reasonOf: 2 });
    expect(tried(["refused", "invalid"])).toMatchObject({ status: "invalid" });
  });

  test("1: expired counts as bounced and marks; an attempt's own bounce explains better", () => {
    expect(tried(["soft_bounced", "sent"], { expired: true })).toEqual({
      status: "bounced",
      delivered: false,
      problem: "problem_bounced",
      settled: true,
      reasonOf: "expired",
    });
    expect(tried(["soft_bounced", "bounced"], { expired: true }).reasonOf).toBe(2);
    expect(tried(["soft_bounced", "delivered"], { expired: true }).status).toBe("bounced");
  });

  test("1: stopped by a problem, or blocked from the start, is blocked and marks nothing anew", () => {
    expect(tried(["soft_bounced"], { stopped: "problem" })).toMatchObject({
      status: "blocked",
      problem: null,
      reasonOf: "stopped",
    });
    expect(tried([], { blockedFromStart: true })).toEqual({
      status: "blocked",
      delivered: false,
      problem: null,
      settled: true,
      reasonOf: "blocked",
    });
    expect(tried(["blocked"], { stopped: "problem" }).problem).toBe("problem_blocked");
    expect(tried(["soft_bounced"], { stopped: "problem", expired: true })).toMatchObject({
      status: "bounced",
      problem: "problem_bounced",
    });
  });

  test("2: the highest of delivered, opened and clicked", () => {
    expect(tried(["opened", "delivered"])).toMatchObject({ status: "opened", delivered: true, reasonOf: 1 });
    expect(tried(["refused", "delivered"])).toMatchObject({ status: "sent", delivered: true });
    expect(tried(["soft_bounced", "delivered"], { stopped: "changed" })).toMatchObject({ status: "sent" });
  });

  test("3: any refused", () => {
    expect(tried(["refused", "soft_bounced"])).toMatchObject({
      status: "unknown",
      settled: true,
      reasonOf: 1,
    });
    expect(tried(["soft_bounced", "refused"], { stopped: "gone" })).toMatchObject({ status: "unknown" });
  });

  test.each(["changed", "gone", "cancelled"] as const)("4: stopped, the reason being %s", (stopped) => {
    expect(tried(["soft_bounced", "sent"], { stopped })).toEqual({
      status: "bounced",
      delivered: false,
      problem: null,
      settled: true,
      reasonOf: "stopped",
    });
  });

  test("5: any temporary bounce, while a later attempt is under way", () => {
    expect(tried(["soft_bounced", "sent"])).toMatchObject({
      status: "soft_bounced",
      reasonOf: 1,
      settled: false,
    });
    expect(tried(["soft_bounced", "soft_bounced", "unexplained"])).toMatchObject({ reasonOf: 2 });
  });

  test("6: the latest attempt's own", () => {
    expect(tried(["sent", "queued"])).toMatchObject({ status: "queued", reasonOf: 2 });
    expect(tried(["deferred", "unanswered"])).toMatchObject({ status: "unknown", reasonOf: 2 });
  });
});

describe("laws", () => {
  test("order and repetition of facts change nothing", () => {
    const shuffled = known.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.shuffledSubarray([...one.attempts, ...one.attempts], {
          minLength: one.attempts.length * 2,
          maxLength: one.attempts.length * 2,
        }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([one, attempts]) => {
        expect(messageStatus({ ...one, attempts })).toEqual(messageStatus(one));
      }),
    );
  });

  test("what an attempt adds below its highest fact changes nothing", () => {
    fc.assert(
      fc.property(known, fc.constantFrom(...FACTS), (one, fact) => {
        const lower = one.attempts.filter((attempt) => RANK[attempt.fact] >= RANK[fact]);
        const attempts = [...one.attempts, ...lower.map(({ number }) => ({ number, fact }))];
        expect(messageStatus({ ...one, attempts })).toEqual(messageStatus(one));
      }),
    );
  });

  test("a problem, once there, stays and only rises as more becomes known", () => {
    const problems = FINAL_FACTS.map((fact) => `problem_${fact}`);
    fc.assert(
      fc.property(known, known, (before, more) => {
        const after = messageStatus({
          attempts: [...before.attempts, ...more.attempts],
          expired: before.expired || more.expired,
          stopped: before.stopped ?? more.stopped,
          blockedFromStart: before.blockedFromStart || more.blockedFromStart,
        });
        const problem = messageStatus(before).problem;
        if (problem)
          expect(problems.indexOf(after.problem ?? "")).toBeGreaterThanOrEqual(problems.indexOf(problem));
      }),
    );
  });

  test("a tick, a problem and a final status go together as they should", () => {
    fc.assert(
      fc.property(known, (one) => {
        const { status, delivered, problem, settled } = messageStatus(one);
        if (delivered) expect(["sent", "opened", "clicked"]).toContain(status);
        if (problem) expect(`problem_${status}`).toBe(problem);
        if (problem || delivered) expect(settled).toBe(true);
      }),
    );
  });
});
