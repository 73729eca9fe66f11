import { classify } from "../../lib/mail/classify";
import type { Bounce } from "../../lib/mail/event";
import type { FactRecord } from "../../lib/messages/fold";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Told = { after: number; type: string; bounce?: Bounce };

const DELIVERED: Told = { after: 2000, type: "email.delivered" };

function bounced(after: number, type: string, subType: string, words: string): Told {
  const bounce = {
    type,
    subType,
    message: "The mail could not be delivered.",
    diagnostics: [`smtp; ${words}`],
  };
  return { after, type: "email.bounced", bounce };
}

/** What the provider reports about an attempt, milliseconds after it accepted the mail. */
const TOLD = {
  accepted: [],
  delivered: [DELIVERED],
  opened: [DELIVERED, { after: 95 * MINUTE, type: "email.opened" }],
  clicked: [
    DELIVERED,
    { after: 3 * HOUR, type: "email.opened" },
    { after: 3 * HOUR + MINUTE, type: "email.clicked" },
  ],
  deferred: [{ after: 15 * MINUTE, type: "email.delivery_delayed" }],
  mailbox_full: [bounced(12 * HOUR, "Transient", "MailboxFull", "452 4.2.2 The mailbox is full")],
  full_again: [bounced(MINUTE, "Transient", "MailboxFull", "452 4.2.2 The mailbox is full")],
  disabled: [bounced(4000, "Permanent", "General", "550 5.2.1 The mailbox is disabled")],
  misspelt: [bounced(3000, "Permanent", "NoEmail", "550 5.1.1 User unknown")],
  policy: [bounced(3000, "Permanent", "General", "550 5.7.1 Message refused by policy")],
  complained: [DELIVERED, { after: 16 * HOUR, type: "email.complained" }],
  suppressed: [{ after: 1000, type: "email.suppressed" }],
  unsubscribed: [DELIVERED],
} as const satisfies Record<string, readonly Told[]>;

export type Fate = keyof typeof TOLD;

/** By the part that an address plays at the embedded provider. */
const FATE_OF_PART: Record<string, Fate> = {
  bounced: "disabled",
  complained: "complained",
  suppressed: "suppressed",
  soft: "mailbox_full",
  full: "mailbox_full",
  delayed: "deferred",
  invalid: "misspelt",
  policy: "policy",
};

/** What becomes of a mail to an address, as the embedded provider would play it. */
export function fateOf(address: string): Fate {
  const [name = "", domain] = address.split("@");
  return (domain === "resend.dev" && FATE_OF_PART[name.split("+")[0] ?? ""]) || "delivered";
}

/** The facts that follow from a fate: what the call answered, what events told, what the reader pressed. */
export function factsOf(
  fate: Fate,
  attempt: { id: string; address: string; providerId: string; messageId: string },
  acceptedAt: Date,
): FactRecord[] {
  const { id: attemptId, address, providerId, messageId } = attempt;
  const sent: FactRecord = {
    attemptId,
    fact: "sent",
    source: "call",
    key: `call:${attemptId}:sent`,
    reason: null,
    occurredAt: acceptedAt,
    providerId,
  };
  const told = TOLD[fate].flatMap((event: Told): FactRecord[] => {
    const occurredAt = new Date(acceptedAt.getTime() + event.after);
    const learnt = classify({
      type: event.type,
      recipient: address,
      bounce: event.bounce ?? null,
      emailId: providerId,
      attemptId,
      occurredAt,
      failure: null,
    });
    return learnt
      ? [{ ...learnt, attemptId, source: "event", key: `event:${attemptId}:${event.type}`, occurredAt }]
      : [];
  });
  if (fate !== "unsubscribed") return [sent, ...told];
  const pressed: FactRecord = {
    attemptId,
    fact: "unsubscribed",
    source: "link",
    key: `unsubscribe:${messageId}`,
    reason: { code: "unsubscribed" },
    occurredAt: new Date(acceptedAt.getTime() + 2 * HOUR),
  };
  return [sent, ...told, pressed];
}
