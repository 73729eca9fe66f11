import { describe, expect, test } from "vitest";
import { outcomeOf, receiverOf } from "../../../embedded/resend/receivers";

const timing = { eventDelayMs: 300, delayedMs: 20_000 };

test.each([
  ["delivered@resend.dev", "delivered", 0, true],
  ["Bounced+x@Resend.dev", "bounced", 0, true],
  ["soft+3@resend.dev", "soft", 3, true],
  ["soft+3-anna@resend.dev", "soft", 3, true],
  ["soft@resend.dev", "soft", 1, true],
  ["soft+anna@resend.dev", "soft", 1, true],
  ["soft+0@resend.dev", "soft", 0, true],
  ["someone@resend.dev", "delivered", 0, false],
  ["bounced@example.fi", "delivered", 0, false],
  ["bounced@sub.resend.dev", "delivered", 0, false],
])("%s plays %s", (address, role, softBounces, isTest) => {
  expect(receiverOf(address)).toEqual({ address: address.toLowerCase(), role, softBounces, isTest });
});

describe("what becomes of a mail", () => {
  const types = (address: string, mail = 1) =>
    outcomeOf(receiverOf(address), mail, timing).map(({ type, afterMs }) => [type, afterMs]);

  test("at a receiver with N temporary bounces", () => {
    expect([1, 2, 3, 4].map((mail) => types("soft+2@resend.dev", mail)[0]?.[0])).toEqual([
      "email.bounced",
      "email.bounced",
      "email.delivered",
      "email.delivered",
    ]);
  });

  test("happens in order and in its time", () => {
    expect(types("complained@resend.dev")).toEqual([
      ["email.delivered", 300],
      ["email.complained", 600],
    ]);
    expect(types("delayed@resend.dev")).toEqual([
      ["email.delivery_delayed", 300],
      ["email.delivered", 20_300],
    ]);
    expect(types("manual@resend.dev")).toEqual([]);
  });
});
