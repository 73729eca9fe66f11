import { describe, expect, test } from "vitest";
import { classifyBounce } from "@/lib/mail/bounce";
import { parseProviderEvent } from "@/lib/mail/event";
import { reducedEvent } from "@/lib/mail/reduce-event";
import type { Fact } from "@/lib/messages/facts";

type Kind = { type: string; subType: string };

const HARD: Kind = { type: "Permanent", subType: "General" };
const SOFT: Kind = { type: "Transient", subType: "General" };
const FULL: Kind = { type: "Transient", subType: "MailboxFull" };

/** The provider's own explanation is about senders in general. */
const message =
  "The recipient's email provider sent a hard bounce message. Sending messages to recipients that produce hard bounces can have a negative impact on your reputation as a sender.";

function verdict(kind: Kind, text: string) {
  return classifyBounce({ ...kind, message, diagnostics: [text] });
}

const EXPIRED = "smtp; 550 4.4.7 Message expired: unable to deliver in 840 minutes.";

/* In the manner of the mailbox providers; addresses and hosts are made up. */
describe("what receiving servers say", () => {
  describe.each<[string, [Kind, string][], Fact]>([
    [
      "of us: nothing is held against the address",
      [
        [HARD, "smtp; 554-gmx.example Nemesis ESMTP 554-No SMTP service 554-IP address is block listed."],
        [HARD, "smtp; 550 Reject due to SPF policy. The originating IP is not permitted by the domain owner"],
        [HARD, "smtp; 550 spam detected"],
        [HARD, "smtp; 554 Your message looks like SPAM."],
        [HARD, "smtp; 550 5.2.0 Message classified as spam"],
        [HARD, "smtp; 554 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"],
        [HARD, "smtp; 550 5.0.0 192.0.2.1 is listed at Spamhaus"],
        [HARD, "smtp; 554 Denied [192.0.2.1]: your server has a poor reputation"],
        [HARD, "smtp; 550 5.1.0 <utskick@post.example> sender rejected"],
        [HARD, "smtp; 550 Sender verify failed"],
        [HARD, "smtp; 554 Refused. Your reverse DNS entry contains your IP address."],
        [HARD, "smtp; 550 Administrative prohibition"],
        [HARD, "smtp; 550 permanent failure for one or more recipients (eva@byn.example:blocked)"],
        [HARD, "smtp; 554 Your IP address has been blocked"],
        [HARD, "smtp; 550 Message was blocked by server"],
        [HARD, "smtp; 571 Delivery not authorized, message refused"],
        [HARD, "smtp; 554 Email rejected due to security policies - MCSpamSignature.x.x"],
        [HARD, "smtp; 554 The message was rejected because it contains a virus"],
        [HARD, "smtp; 550 message content rejected"],
        [HARD, `smtp; 550 5.7.1 [CS01] Message rejected due to local policy.`],
        [HARD, "smtp; 550 5.7.511 Access denied, banned sender[192.0.2.1]."],
      ],
      "refused",
    ],
    [
      "of a fault that passes, ours or theirs",
      [
        [
          SOFT,
          "smtp; 450 4.2.0 <eva@byn.example>: Recipient address rejected: Greylisted, see http://x.example",
        ],
        [SOFT, "smtp; 421 Reject due to policy violations"],
        [
          SOFT,
          "smtp; 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.example/error-codes",
        ],
        [SOFT, "smtp; 451 4.7.650 The mail server has been temporarily rate limited due to IP reputation."],
        [SOFT, "smtp; 421-4.7.28 has detected an unusual rate of unsolicited mail originating from your IP"],
        [SOFT, "smtp; 421-4.7.26 Your email has been rate limited because it is unauthenticated."],
        [SOFT, `${EXPIRED}<451 4.7.650 The mail server has been rate limited due to IP reputation.>`],
        [SOFT, `${EXPIRED}<421 Reject due to policy restrictions.>`],
        [SOFT, "smtp; 451 4.7.1 Greylisting in action due to our policy, please come back later"],
        [SOFT, `${EXPIRED}<451 4.7.1 Service unavailable - try again later>`],
        [SOFT, `${EXPIRED}<421 4.4.0 Unable to lookup DNS for byn.example>`],
        [SOFT, `${EXPIRED}<421 4.4.1 Failed to establish connection>`],
        [SOFT, `${EXPIRED}<421 4.4.2 Connection timed out>`],
        [SOFT, "smtp; 450 4.2.1 The user you are trying to contact is receiving mail too quickly."],
        [
          SOFT,
          "smtp; 452 4.2.2 The recipient's inbox is out of storage space. https://x.example/?p=OverQuotaTemp",
        ],
        [SOFT, "smtp; 450 4.2.2 user is overquota"],
        [FULL, "smtp; 552 quota exceeded, by the policy of your mailbox"],
        [SOFT, "smtp; 421 4.3.0 Temporary System Problem. Try again later"],
      ],
      "soft_bounced",
    ],
    [
      "of an address that is misspelt",
      [
        [HARD, "smtp; 550 5.1.1 <spam@byn.example>: Recipient address rejected: User unknown"],
        [HARD, "smtp; 550-5.1.1 The email account that you tried to reach does not exist."],
        [HARD, "smtp; 550 5.1.1 user unknown, by our policy"],
        [SOFT, "smtp; 550 5.4.4 Invalid domain"],
        [HARD, "smtp; 553 5.1.2 Unknown mail server. Could not find a mail server for gmial.example"],
        [HARD, "smtp; 500 5.0.0 Depot returns error: <550 5.1.1 <eva@byn.example>: user unknown>"],
      ],
      "invalid",
    ],
    [
      "of an address that does not work",
      [
        [HARD, "smtp; 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."],
        [HARD, "smtp; 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)"],
        [HARD, "smtp; 554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30)."],
        [HARD, "smtp; 552 1 Requested mail action aborted, mailbox not found"],
        [HARD, "smtp; 550-5.2.1 The email account that you tried to reach is disabled."],
        [HARD, "smtp; 550 <spam@byn.example>: no such user, see https://byn.example/policy"],
        [HARD, "smtp; 550 unknown user (mx1.spam.byn.example)"],
        [HARD, "smtp; 550 This mailbox is blocked"],
        [HARD, "smtp; 550 account <eva@byn.example> blocked, no longer in use"],
      ],
      "bounced",
    ],
  ])("%s", (_, texts, fact) => {
    test.each(texts)("%j %s", (kind, text) => {
      expect(verdict(kind, text)).toMatchObject({ fact });
    });

    test.each(texts)("%j %s, reduced", (kind, text) => {
      const bounce = { ...kind, message, diagnosticCode: [text] };
      const reduced = reducedEvent({ type: "email.bounced", data: { bounce } });
      const event = parseProviderEvent(reduced);
      expect(classifyBounce(event?.bounce ?? null)).toEqual(verdict(kind, text));
      expect(JSON.stringify(reduced)).not.toContain("example");
    });
  });

  test("however long it is", () => {
    const started = performance.now();
    expect(verdict(HARD, `smtp; 550 spam ${"x".repeat(60_000)}`)).toMatchObject({ fact: "refused" });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("the last answer tells more than that the provider has given up", () => {
    expect(verdict(SOFT, `${EXPIRED}<452 4.2.2 <eva@byn.example>: mailbox full>`)).toMatchObject({
      code: "mailbox_full",
      enhanced: "4.2.2",
    });
    expect(verdict(SOFT, EXPIRED)).toMatchObject({ code: "network", enhanced: "4.4.7" });
  });
});
