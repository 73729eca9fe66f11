/** Receivers at this domain play the part that their name says; all others take every mail. */
const TEST_DOMAIN = "resend.dev";

const ROLES = [
  "delivered",
  "bounced",
  "complained",
  "suppressed",
  "soft",
  "full",
  "delayed",
  "invalid",
  "policy",
  "manual",
] as const;
type Role = (typeof ROLES)[number];

export type Bounce = { type: string; subType: string; message: string; diagnosticCode: string[] };
export type Suppressed = { type: string; message: string; reason: "previous_bounce" | "previous_complaint" };
export type EventDetail = { bounce?: Bounce; suppressed?: Suppressed };

/** What will happen to a mail, and how many milliseconds after it was accepted. */
export type PlannedEvent = { type: string; afterMs: number; detail?: EventDetail };

export type Receiver = {
  address: string;
  role: Role;
  /** Temporary bounces before the address takes mail; only of role `soft`. */
  softBounces: number;
  /** Whether the address is one of the test addresses, which never reach the suppression list. */
  isTest: boolean;
};

/**
 * Who an address is: `role@resend.dev`, `role+label@resend.dev`, or `soft+N@resend.dev` and
 * `soft+N-label@resend.dev` for N temporary bounces. The role `manual` takes a mail and leaves the
 * outcome to the person at the outbox page.
 */
export function receiverOf(address: string): Receiver {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf("@");
  const [name = "", label = ""] = splitOnce(lower.slice(0, at), "+");
  const role = lower.slice(at + 1) === TEST_DOMAIN ? ROLES.find((known) => known === name) : undefined;
  const softBounces = role === "soft" ? Number(/^(\d{1,6})(?:-|$)/.exec(label)?.[1] ?? 1) : 0;
  return { address: lower, role: role ?? "delivered", softBounces, isTest: role !== undefined };
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/**
 * What becomes of a mail at a receiver that is not on the suppression list, after `email.sent`.
 *
 * @param mail how many mails the address has got, this one included
 */
export function outcomeOf(
  receiver: Receiver,
  mail: number,
  timing: { eventDelayMs: number; delayedMs: number },
): PlannedEvent[] {
  const soon = timing.eventDelayMs;
  const bounced = (bounce: Bounce): PlannedEvent[] => [
    { type: "email.bounced", afterMs: soon, detail: { bounce } },
  ];
  const delivered: PlannedEvent = { type: "email.delivered", afterMs: soon };
  switch (receiver.role) {
    case "delivered":
      return [delivered];
    case "bounced":
      return bounced(HARD_BOUNCE);
    case "complained":
      return [delivered, { type: "email.complained", afterMs: soon * 2 }];
    case "suppressed":
      return [{ type: "email.suppressed", afterMs: soon, detail: { suppressed: suppressedAfter("bounce") } }];
    case "soft":
      return mail <= receiver.softBounces ? bounced(SOFT_BOUNCE) : [delivered];
    case "full":
      return bounced(SOFT_BOUNCE);
    case "delayed":
      return [
        { type: "email.delivery_delayed", afterMs: soon },
        { type: "email.delivered", afterMs: soon + timing.delayedMs },
      ];
    case "invalid":
      return bounced(NO_SUCH_MAILBOX);
    case "policy":
      return bounced(POLICY_REFUSAL);
    case "manual":
      return [];
  }
}

export const HARD_BOUNCE: Bounce = {
  type: "Permanent",
  subType: "General",
  message: "The recipient's email provider sent a hard bounce message.",
  diagnosticCode: ["smtp; 550 5.2.1 The email account that you tried to reach is inactive"],
};

export const SOFT_BOUNCE: Bounce = {
  type: "Transient",
  subType: "MailboxFull",
  message: "The recipient's email provider sent a bounce message because the recipient's inbox was full.",
  diagnosticCode: ["smtp; 452 4.2.2 mailbox full"],
};

const NO_SUCH_MAILBOX: Bounce = {
  type: "Permanent",
  subType: "NoEmail",
  message: "The recipient's address does not exist.",
  diagnosticCode: ["smtp; 550 5.1.1 The email account that you tried to reach does not exist"],
};

const POLICY_REFUSAL: Bounce = {
  type: "Permanent",
  subType: "General",
  message: "The recipient's email provider refused the message because of its policy.",
  diagnosticCode: ["smtp; 550 5.7.1 Message rejected due to the sender's policy"],
};

/** The `suppressed` part of an event for an address that is on the account's suppression list. */
export function suppressedAfter(origin: "bounce" | "complaint" | "manual"): Suppressed {
  return {
    type: "OnAccountSuppressionList",
    message:
      "Sending to this address is suppressed because it is on the account-level suppression list. This does not count toward your bounce rate.",
    reason: origin === "complaint" ? "previous_complaint" : "previous_bounce",
  };
}
