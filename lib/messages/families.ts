import { MESSAGE_STATUSES, type MessageStatus } from "@/lib/messages/facts";

/** What the thirteen statuses come down to; each has one colour, everywhere. */
export type Family = "arrived" | "under_way" | "failed" | "declined";

const FAMILY_OF: Record<MessageStatus, Family> = {
  none: "under_way",
  queued: "under_way",
  deferred: "under_way",
  soft_bounced: "under_way",
  sent: "arrived",
  opened: "arrived",
  clicked: "arrived",
  bounced: "failed",
  invalid: "failed",
  unknown: "failed",
  spam: "declined",
  unsubscribed: "declined",
  blocked: "declined",
};

/** Messages of a mailing per status; every status is there. */
export type MessageCounts = Record<MessageStatus, number>;

/** Fills in the statuses that no message has. */
export function completeCounts(counts: Partial<MessageCounts>): MessageCounts {
  const entries = MESSAGE_STATUSES.map((status) => [status, counts[status] ?? 0]);
  return Object.fromEntries(entries) as MessageCounts;
}

/** How many messages there are in each family. */
export function countFamilies(counts: MessageCounts): Record<Family, number> {
  const sums: Record<Family, number> = { arrived: 0, under_way: 0, failed: 0, declined: 0 };
  for (const status of MESSAGE_STATUSES) sums[FAMILY_OF[status]] += counts[status];
  return sums;
}

/** Statuses that some message has, in the order of the screens. */
export function presentStatuses(counts: MessageCounts): MessageStatus[] {
  return MESSAGE_STATUSES.filter((status) => counts[status] > 0);
}
