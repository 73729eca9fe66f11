import { expect, it } from "vitest";
import { classify } from "@/lib/mail/classify";
import { parseProviderEvent } from "@/lib/mail/event";
import { reducedEvent } from "@/lib/mail/reduce-event";
import fc from "@/tests/support/fast-check";

const TYPES = [
  "sent",
  "delivered",
  "delivery_delayed",
  "bounced",
  "complained",
  "failed",
  "suppressed",
  "of_tomorrow",
];

const secret = fc.emailAddress();
const events = fc.record({
  secret,
  type: fc.constantFrom(...TYPES.map((type) => `email.${type}`)),
  tags: fc.constantFrom("object", "list"),
  attempt: fc.uuid(),
  class: fc.constantFrom(
    ["Permanent", "General"],
    ["Permanent", "NoEmail"],
    ["Transient", "MailboxFull"],
    ["", ""],
  ),
  code: fc.constantFrom("", "5.1.1", "4.2.2", "5.7.26", "5.2.1"),
  spot: fc.constantFrom("message", "diagnosticCode"),
  quota: fc.boolean(),
});

it("says the same as the whole, and nothing of the person", () => {
  fc.assert(
    fc.property(events, (made) => {
      const words = `smtp; 550 ${made.code} <${made.secret}> unknown`;
      const payload = {
        type: made.type,
        created_at: "2026-11-25T12:00:00.000Z",
        data: {
          email_id: "4ef9a417",
          from: "utskick@post.example",
          to: [made.secret],
          subject: `Hej ${made.secret}`,
          headers: [{ name: "X", value: made.secret }],
          tags:
            made.tags === "object" ? { attempt: made.attempt } : [{ name: "attempt", value: made.attempt }],
          bounce: {
            type: made.class[0],
            subType: made.class[1],
            message: made.spot === "message" ? words : "",
            diagnosticCode: made.spot === "message" ? [] : [words],
          },
          failed: { reason: made.quota ? `quota of ${made.secret}` : `refused ${made.secret}` },
        },
      };
      const reduced = reducedEvent(payload);
      expect(JSON.stringify(reduced)).not.toContain(made.secret);
      const [before, after] = [payload, reduced].map(parseProviderEvent);
      if (!before || !after) throw new Error("both are events");
      expect([after.type, after.occurredAt, after.emailId, after.attemptId]).toEqual([
        before.type,
        before.occurredAt,
        before.emailId,
        before.attemptId,
      ]);
      const [was, is] = [classify(before), classify(after)];
      expect([is?.fact, is?.reason.code, is?.reason.enhanced]).toEqual([
        was?.fact,
        was?.reason.code,
        was?.reason.enhanced,
      ]);
      expect(reducedEvent(reduced)).toEqual(reduced);
    }),
  );
});

it("takes anything", () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => void reducedEvent(json)));
  expect(reducedEvent(null).type).toBe("");
});

it("takes no free text for a class", () => {
  const bounce = { type: "eva@example.org", subType: "x".repeat(41), message: "" };
  expect(reducedEvent({ type: "email.bounced", data: { bounce } }).data.bounce).toEqual({
    type: "",
    subType: "",
    message: "",
  });
});
