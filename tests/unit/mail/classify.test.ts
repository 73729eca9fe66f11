import { describe, expect, test } from "vitest";
import { classify, factOfLookup } from "@/lib/mail/classify";
import { attemptIdOf, parseProviderEvent } from "@/lib/mail/event";
import { messageStatus } from "@/lib/messages/status";
import fc from "@/tests/support/fast-check";

const attempt = "0b9f2d0e-4c1f-4f7e-9a55-3f3b6d1f0a11";

function payload(type: string, rest: Record<string, unknown> = {}): unknown {
  return {
    type,
    created_at: "2026-11-20T08:15:30.120Z",
    data: {
      broadcast_id: null,
      created_at: "2026-11-20T08:15:28.000Z",
      email_id: "56761188-7520-42d8-8898-ff6fc54ce618",
      from: "Byns ungdomsförening via Brevduva <post@brevduva.example>",
      to: ["eva@example.fi"],
      subject: "Höstmötet",
      tags: { attempt },
      ...rest,
    },
  };
}

function classified(type: string, rest?: Record<string, unknown>) {
  const event = parseProviderEvent(payload(type, rest));
  return event && classify(event);
}

function bounce(type: string, subType: string, diagnostic?: string, message = "See the code.") {
  return classified("email.bounced", {
    bounce: { type, subType, message, ...(diagnostic && { diagnosticCode: [`smtp; ${diagnostic}`] }) },
  });
}

describe("bounces", () => {
  test.each([
    [
      "Permanent",
      "General",
      "550-5.1.1 The email account that you tried to reach does not exist",
      "invalid",
      "no_such_mailbox",
    ],
    ["Permanent", "General", "550 5.1.2 bad destination system address", "invalid", "no_such_domain"],
    ["Permanent", "General", "501 5.1.3 bad address syntax", "invalid", "bad_address"],
    ["Permanent", "General", "550 5.1.6 mailbox has moved", "invalid", "no_such_mailbox"],
    ["Permanent", "General", "556 5.1.10 domain does not accept mail", "invalid", "no_such_domain"],
    ["Permanent", "General", "550 5.4.4 unable to route", "invalid", "no_such_domain"],
    ["Transient", "General", "451 4.4.4 unable to route", "invalid", "no_such_domain"],
    ["Permanent", "NoEmail", undefined, "invalid", "no_such_mailbox"],
    ["Permanent", "General", "550 5.2.1 mailbox disabled", "bounced", "mailbox_disabled"],
    ["Permanent", "General", "550 5.1.0 address rejected", "bounced", "address_rejected"],
    ["Permanent", "General", "550 5.1.4 ambiguous", "bounced", "address_rejected"],
    ["Permanent", "General", "550 5.1.11 odd", "bounced", "address_rejected"],
    ["Permanent", "General", undefined, "bounced", "undeliverable"],
    ["Permanent", "General", "550 5.4.1 recipient address rejected", "bounced", "undeliverable"],
    ["Transient", "General", "452 4.2.2 mailbox full", "soft_bounced", "mailbox_full"],
    ["Transient", "MailboxFull", "552 5.2.2 over quota", "soft_bounced", "mailbox_full"],
    ["Transient", "MailboxFull", undefined, "soft_bounced", "mailbox_full"],
    ["Permanent", "MailboxFull", "552 5.2.2 over quota", "bounced", "mailbox_full"],
    ["Permanent", "General", "552-5.2.2 over quota", "bounced", "mailbox_full"],
    ["Transient", "General", "450 4.2.1 mailbox busy", "soft_bounced", "receiver_busy"],
    ["Transient", "General", "452 4.3.1 insufficient system storage", "soft_bounced", "receiver_busy"],
    ["Transient", "General", "451 4.4.1 no answer from host", "soft_bounced", "network"],
    ["Transient", "General", undefined, "soft_bounced", "temporary"],
    ["Transient", "General", "451 4.7.1 greylisted", "soft_bounced", "temporary"],
    ["Permanent", "Suppressed", undefined, "blocked", "address_blocked"],
    ["Permanent", "OnAccountSuppressionList", "550 5.1.1 suppressed", "blocked", "address_blocked"],
    ["Permanent", "General", "550 5.7.1 message refused by policy", "refused", "refused_by_receiver"],
    ["Permanent", "General", "550 5.7.515 access denied", "refused", "refused_by_receiver"],
    ["Permanent", "General", "550 5.1.7 bad sender", "refused", "sender_rejected"],
    ["Permanent", "General", "550 5.1.8 sender domain not found", "refused", "sender_rejected"],
    ["Permanent", "General", "552 5.3.4 message too big", "refused", "too_large"],
    ["Permanent", "General", "552 5.2.3 message length exceeds limit", "refused", "too_large"],
    ["Permanent", "General", "554 5.6.0 content", "refused", "content_rejected"],
    ["Transient", "ContentRejected", undefined, "refused", "content_rejected"],
    ["Transient", "AttachmentRejected", undefined, "refused", "attachment_rejected"],
    ["Transient", "MessageTooLarge", undefined, "refused", "too_large"],
    ["Undetermined", "Undetermined", undefined, "refused", "unclassified"],
    ["Undetermined", "Undetermined", "550 5.1.1 no such user", "invalid", "no_such_mailbox"],
    ["Transient", "SomethingNew", undefined, "refused", "unclassified"],
    ["", "", undefined, "refused", "unclassified"],
  ])("%s/%s %s: %s (%s)", (type, subType, diagnostic, fact, code) => {
    expect(bounce(type, subType, diagnostic)).toMatchObject({ fact, reason: { code } });
  });

  test("the code stands in the message when there is no diagnostic", () => {
    expect(bounce("Permanent", "General", undefined, "smtp; 550 5.1.1 unknown user")).toMatchObject({
      fact: "invalid",
      reason: { code: "no_such_mailbox", enhanced: "5.1.1", host: "example.fi" },
    });
  });

  test.each(["rejected by 5.1.1.20", "see 15.1.1 of the manual", "version 2.5.1.1", "5.1.1111"])(
    "%s holds no code",
    (words) => {
      expect(bounce("Permanent", "General", words)).toMatchObject({ fact: "bounced" });
    },
  );

  test("without a bounce, or with one of another shape, nothing is held against the address", () => {
    expect(classified("email.bounced")?.fact).toBe("refused");
    expect(classified("email.bounced", { bounce: "odd" })?.fact).toBe("refused");
    expect(classified("email.bounced", { bounce: { diagnosticCode: 5 } })?.fact).toBe("refused");
  });

  test("what the receiver said is kept short and without control characters; of a block nothing is kept", () => {
    const said = bounce("Transient", "General", `452 4.2.2 full\r\nBcc: x\u0000${"y".repeat(400)}`);
    expect(said?.reason.detail).toMatch(/^smtp; 452 4\.2\.2 full Bcc: x y+$/);
    expect(said?.reason.detail).toHaveLength(300);
    expect(bounce("Permanent", "Suppressed", "550 5.1.1 complained before")?.reason).toEqual({
      code: "address_blocked",
    });
  });

  test("an out-of-office reply after delivery changes nothing", () => {
    const reply = bounce("Transient", "General");
    const attempts = [
      { number: 1, fact: "delivered" as const },
      { number: 1, fact: reply?.fact ?? "queued" },
    ];
    const known = { expired: false, stopped: null, blockedFromStart: false };
    expect(messageStatus({ ...known, attempts }).status).toBe("sent");
  });
});

describe("other events", () => {
  test.each([
    ["email.scheduled", "queued", "queued"],
    ["email.sent", "sent", "sent"],
    ["email.delivery_delayed", "deferred", "deferred"],
    ["email.delivered", "delivered", "delivered"],
    ["email.opened", "opened", "opened"],
    ["email.clicked", "clicked", "clicked"],
    ["email.complained", "spam", "complaint"],
    ["email.suppressed", "blocked", "address_blocked"],
    ["email.failed", "refused", "provider_failed"],
  ])("%s: %s", (type, fact, code) => {
    expect(
      classified(type, { suppressed: { message: "m", type: "OnAccountSuppressionList" } }),
    ).toMatchObject({
      fact,
      reason: { code },
    });
  });

  test("a failure by quota says so", () => {
    expect(classified("email.failed", { failed: { reason: "reached_daily_quota" } })).toEqual({
      fact: "refused",
      reason: { code: "over_quota", detail: "reached_daily_quota" },
    });
  });

  test.each(["email.received", "suppression.added", "suppression.removed", "email.teleported", "x"])(
    "%s is kept and says nothing of the message",
    (type) => {
      expect(parseProviderEvent(payload(type))).toMatchObject({ type, attemptId: attempt });
      expect(classified(type)).toBeNull();
    },
  );

  test.each([
    ["sent", "sent"],
    ["queued", "queued"],
    ["scheduled", "queued"],
    ["delivery_delayed", "deferred"],
    ["delivered", "delivered"],
    ["opened", "opened"],
    ["clicked", "clicked"],
    ["complained", "spam"],
    ["suppressed", "blocked"],
    ["bounced", "unexplained"],
    ["failed", "unexplained"],
    ["canceled", "unexplained"],
  ])("a look-up that says %s: %s", (lastEvent, fact) => {
    expect(factOfLookup(lastEvent, "eva@example.fi")?.fact).toBe(fact);
  });

  test("a look-up in words that we do not know says nothing", () => {
    expect(factOfLookup("teleported")).toBeNull();
  });
});

describe("reading", () => {
  test.each(["+275760-09-13T00:00:00.000Z", "0000-01-01T00:00:00Z", "-000044-03-15T00:00:00Z", "soon", ""])(
    "the time %j, which the database would not take, is none",
    (created_at) => {
      const event = parseProviderEvent({ ...(payload("email.delivered") as object), created_at });
      expect(event).toMatchObject({ type: "email.delivered", occurredAt: null, attemptId: attempt });
    },
  );

  test("takes what it finds", () => {
    expect(parseProviderEvent(payload("email.sent"))).toEqual({
      type: "email.sent",
      occurredAt: new Date("2026-11-20T08:15:30.120Z"),
      emailId: "56761188-7520-42d8-8898-ff6fc54ce618",
      attemptId: attempt,
      recipient: "eva@example.fi",
      bounce: null,
      failure: null,
    });
  });

  test("reads tags in both forms, and a foreign tag is none of ours", () => {
    expect(attemptIdOf([{ name: "attempt", value: attempt }])).toBe(attempt);
    expect(attemptIdOf({ attempt: "not-one-of-ours" })).toBeNull();
    expect(attemptIdOf(undefined)).toBeNull();
  });

  test("never throws, whatever comes in", () => {
    const json = fc.oneof(
      fc.anything(),
      fc.record({ type: fc.constantFrom("email.bounced", "email.sent", "x"), data: fc.anything() }),
      fc.anything().map((rest) => payload("email.bounced", { bounce: rest, tags: rest, to: rest })),
    );
    fc.assert(
      fc.property(json, (input) => {
        const event = parseProviderEvent(input);
        if (event) classify(event);
      }),
    );
  });
});
