import type { Problem } from "@/lib/addresses/status";
import {
  type Fact,
  isFinal,
  type MessageStatus,
  problemOf,
  RANK,
  type StopReason,
} from "@/lib/messages/facts";

export type KnownAboutMessage = {
  /** Facts of its attempts, in any order; the same attempt may occur several times. */
  attempts: readonly { number: number; fact: Fact }[];
  /** The five days are over. */
  expired: boolean;
  stopped: StopReason | null;
  /** Not attempted because of an earlier problem of the address. */
  blockedFromStart: boolean;
};

export type Standing = {
  status: MessageStatus;
  /** The receiving server took it: `sent` is shown with a tick. */
  delivered: boolean;
  /** What the message puts on its address. */
  problem: Problem | null;
  /** Nothing more is expected by itself: no retry, no look-up. */
  settled: boolean;
  /** Where the reason is to be taken from: the attempt of this number, or our own decision. */
  reasonOf: number | "expired" | "stopped" | "blocked" | null;
};

type Source = { fact: Fact; of: Standing["reasonOf"]; marks: boolean };

/** What an attempt's own fact is called, where nothing higher decides. */
const SHOWN: Record<Fact, MessageStatus> = {
  queued: "queued",
  unanswered: "unknown",
  sent: "sent",
  deferred: "deferred",
  unexplained: "unknown",
  soft_bounced: "soft_bounced",
  refused: "unknown",
  delivered: "sent",
  opened: "opened",
  clicked: "clicked",
  blocked: "blocked",
  bounced: "bounced",
  invalid: "invalid",
  unsubscribed: "unsubscribed",
  spam: "spam",
};

/**
 * Status of a message: the join of all that is known about it, never "the last event wins". The
 * same facts in any order and any number give the same answer ("The status is a join").
 */
export function messageStatus(known: KnownAboutMessage): Standing {
  const attempts = highestPerAttempt(known.attempts);
  const finals = [...attempts.filter(({ fact }) => isFinal(fact)), ...ownFinals(known)];
  const final = highest(finals);
  if (final) {
    const marking = highest(finals.filter(({ marks }) => marks))?.fact;
    return standing(final, { problem: marking && isFinal(marking) ? problemOf(marking) : null });
  }

  const arrived = highest(attempts.filter((source) => RANK[source.fact] >= RANK.delivered));
  if (arrived) return standing(arrived, { delivered: true });

  const refused = attempts.findLast((source) => source.fact === "refused");
  if (refused) return standing(refused, {});

  const neverSent = known.stopped === "cancelled" && attempts.length === 0;
  if (known.stopped && !neverSent) {
    return { status: "bounced", delivered: false, problem: null, settled: true, reasonOf: "stopped" };
  }

  const soft = attempts.findLast((source) => source.fact === "soft_bounced");
  const open = soft ?? attempts.at(-1);
  if (open) return standing(open, { settled: false });

  return { status: "none", delivered: false, problem: null, settled: neverSent, reasonOf: null };
}

/** One entry per attempt with its highest fact, first attempt first. */
function highestPerAttempt(attempts: KnownAboutMessage["attempts"]): Source[] {
  const byNumber = new Map<number, Fact>();
  for (const { number, fact } of attempts) {
    const before = byNumber.get(number);
    if (!before || RANK[fact] > RANK[before]) byNumber.set(number, fact);
  }
  return [...byNumber].sort(([a], [b]) => a - b).map(([number, fact]) => ({ fact, of: number, marks: true }));
}

/** Our own decisions that count as final facts; those made because of a problem mark nothing anew. */
function ownFinals(known: KnownAboutMessage): Source[] {
  const finals: Source[] = [];
  if (known.expired) finals.push({ fact: "bounced", of: "expired", marks: true });
  if (known.stopped === "problem") finals.push({ fact: "blocked", of: "stopped", marks: false });
  if (known.blockedFromStart) finals.push({ fact: "blocked", of: "blocked", marks: false });
  return finals;
}

/** The highest fact; of equals the latest attempt, and an attempt before our own decision. */
function highest(sources: readonly Source[]): Source | undefined {
  let best: Source | undefined;
  for (const source of sources) {
    if (!best || RANK[source.fact] > RANK[best.fact] || (isLater(source, best) && source.fact === best.fact))
      best = source;
  }
  return best;
}

function isLater(source: Source, than: Source): boolean {
  return typeof source.of === "number" && typeof than.of === "number" && source.of > than.of;
}

function standing(source: Source, rest: Partial<Standing>): Standing {
  return {
    status: SHOWN[source.fact],
    delivered: false,
    problem: null,
    settled: true,
    reasonOf: source.of,
    ...rest,
  };
}
