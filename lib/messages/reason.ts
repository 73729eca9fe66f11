/**
 * Why something has the status it has. `code` is a key in the namespace `reason` of the messages;
 * the rest is what the receiving side said.
 */
export type Reason = {
  code: ReasonCode;
  /** Diagnostic text as the provider gave it, without control characters, at most 300 characters. */
  detail?: string;
  /** Enhanced status code (RFC 3463), for example `5.1.1`. */
  enhanced?: string;
  /** Domain that received or turned down the mail. */
  host?: string;
};

/** Every code that there is a text for. */
export const REASON_CODES = [
  "queued",
  "sent",
  "unanswered",
  "deferred",
  "delivered",
  "opened",
  "clicked",
  "unexplained",
  "mailbox_full",
  "receiver_busy",
  "network",
  "temporary",
  "no_such_mailbox",
  "no_such_domain",
  "bad_address",
  "mailbox_disabled",
  "address_rejected",
  "undeliverable",
  "refused_by_receiver",
  "sender_rejected",
  "content_rejected",
  "attachment_rejected",
  "too_large",
  "unclassified",
  "over_quota",
  "provider_failed",
  "rejected_by_provider",
  "complaint",
  "unsubscribed",
  "address_blocked",
  "expired",
  "stopped_changed",
  "stopped_gone",
  "stopped_cancelled",
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** What the texts of the namespace `reason` take: `t(reason.code, reasonArguments(reason))`. */
export function reasonArguments(reason: Reason): { host: string } {
  return { host: reason.host ?? "none" };
}
