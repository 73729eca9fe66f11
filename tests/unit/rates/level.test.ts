import { describe, expect, it } from "vitest";
import {
  type Counts,
  LEVELS,
  levelOf,
  RATE_KINDS,
  type RateKind,
  sumOf,
  warningsFor,
} from "@/lib/rates/level";
import fc from "@/tests/support/fast-check";

const counts = (kind: RateKind, accepted: number, bad: number): Counts => ({
  ...sumOf([]),
  accepted,
  [kind]: bad,
});
const height = (kind: RateKind, accepted: number, bad: number) => {
  const level = levelOf(kind, counts(kind, accepted, bad));
  return level === null ? -1 : LEVELS.indexOf(level);
};
const anyKind = fc.constantFrom(...RATE_KINDS);
const some = fc.nat(200_000);

describe("how near a rate is to the limit", () => {
  it.each([
    ["bounces", 10_000, 199, null],
    ["bounces", 10_000, 200, "half"],
    ["bounces", 10_000, 300, "near"],
    ["bounces", 10_000, 399, "near"],
    ["bounces", 10_000, 400, "limit"],
    ["complaints", 100_000, 39, null],
    ["complaints", 100_000, 40, "half"],
    ["complaints", 100_000, 60, "near"],
    ["complaints", 100_000, 80, "limit"],
  ] as const)("%s: of %i, %i is %s", (kind, accepted, bad, level) => {
    expect(levelOf(kind, counts(kind, accepted, bad))).toBe(level);
  });

  it.each([
    ["bounces", { 9: null, 10: "half", 15: "near", 19: "near", 20: "limit" }],
    ["complaints", { 2: null, 3: "half", 4: "near", 5: "limit" }],
  ] as const)("few %s alarm nobody, however few were sent", (kind, expected) => {
    for (const [bad, level] of Object.entries(expected)) {
      expect(levelOf(kind, counts(kind, Number(bad), Number(bad)))).toBe(level);
    }
  });

  it("has nothing to say of nothing", () => {
    expect(warningsFor(sumOf([]))).toEqual([]);
  });

  it("never falls by one more that is bad, and never rises by one more that is not", () => {
    fc.assert(
      fc.property(anyKind, some, some, (kind, accepted, bad) => {
        const now = height(kind, accepted, bad);
        expect(height(kind, accepted + 1, bad + 1)).toBeGreaterThanOrEqual(now);
        expect(height(kind, accepted + 1, bad)).toBeLessThanOrEqual(now);
      }),
    );
  });

  it("of offices together is no higher than of the worst of them, once each has sent enough to be judged", () => {
    const enough = fc.array(fc.tuple(fc.integer({ min: 6_250, max: 100_000 }), fc.nat(5_000)), {
      minLength: 1,
    });
    fc.assert(
      fc.property(anyKind, enough, (kind, offices) => {
        const all = sumOf(offices.map(([accepted, bad]) => counts(kind, accepted, bad)));
        const worst = Math.max(...offices.map(([accepted, bad]) => height(kind, accepted, bad)));
        expect(height(kind, all.accepted, all[kind])).toBeLessThanOrEqual(worst);
      }),
    );
  });

  it("names the gravest first", () => {
    const found = warningsFor({ accepted: 10_000, bounces: 200, complaints: 20 });
    expect(found.map(({ kind, level }) => `${kind} ${level}`)).toEqual(["complaints limit", "bounces half"]);
  });
});
