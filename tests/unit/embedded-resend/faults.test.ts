import { expect, test } from "vitest";
import { Faults, faultOrder, isRefusal } from "../../../embedded/resend/faults";

const call = { method: "POST", path: "/emails/batch", receivers: ["anna@example.fi"] };
const order = (input: unknown) => faultOrder.parse(input);

test("strikes once unless a count or a time is given", () => {
  const faults = new Faults();
  faults.order(order({ kind: "500" }), 0);
  faults.order(order({ kind: "429", count: 2 }), 0);
  faults.order(order({ kind: "outage", seconds: 1 }), 0);
  expect([1, 2, 3, 4, 5, 1000].map((now) => faults.take(call, now)?.kind)).toEqual([
    "500",
    "429",
    "429",
    "outage",
    "outage",
    undefined,
  ]);
});

test("leaves calls alone that it is not meant for", () => {
  const faults = new Faults();
  faults.order(order({ kind: "reset", match: { path: "/emails", to: "bo@" } }), 0);
  expect(faults.take(call, 0)).toBeUndefined();
  expect(faults.take({ ...call, receivers: ["Bo@example.fi"] }, 0)?.kind).toBe("reset");
});

test("knows whether the mail is accepted first", () => {
  expect(["500", "timeout", "reset"].every((kind) => isRefusal(order({ kind })))).toBe(true);
  expect(["timeout_after_accept", "fewer_ids", "slow"].some((kind) => isRefusal(order({ kind })))).toBe(
    false,
  );
});

test.each([[{ kind: "magic" }], [{ kind: "200" }], [{ kind: "500", count: 0 }], [{ kind: "500", other: 1 }]])(
  "%j is no fault",
  (input) => {
    expect(faultOrder.safeParse(input).success).toBe(false);
  },
);
