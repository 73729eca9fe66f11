import type { Fact, StopReason } from "@/lib/messages/facts";
import type { Reason } from "@/lib/messages/reason";
import { expiresAt } from "@/lib/messages/window";

/** One thing that happened to a message, or is going to. */
export type TimelineEntry = { at: Date } & (
  | { kind: "prepared" | "not_attempted" | "expired" }
  | { kind: "handed_over" | "accepted" | "retry_due"; attempt: number }
  | { kind: "learnt"; attempt: number | null; fact: Fact; source: FactSource; reason: Reason | null }
  | { kind: "window_opened"; until: Date }
  | { kind: "window_closes" }
  | { kind: "stopped"; why: StopReason; attempted: boolean }
);

export type FactSource = "call" | "event" | "lookup" | "link";

type Known = {
  createdAt: Date;
  blockedFromStart: boolean;
  stopped: StopReason | null;
  stoppedAt: Date | null;
  windowStartedAt: Date | null;
  nextAttemptAt: Date | null;
  expiredAt: Date | null;
  /** Length of the window of retries. */
  windowSeconds: number;
  attempts: { number: number; createdAt: Date; acceptedAt: Date | null }[];
  facts: {
    attempt: number | null;
    fact: Fact;
    source: FactSource;
    reason: Reason | null;
    occurredAt: Date;
  }[];
};

/** Facts that our own rows already show; the provider only repeats them. */
const NO_NEWS: ReadonlySet<Fact> = new Set(["queued", "sent"]);

/** What tells why an attempt did not arrive. */
const EXPLAINING: ReadonlySet<Fact> = new Set(["soft_bounced", "refused", "blocked", "bounced", "invalid"]);

/** All that is known about a message in the order in which it happened, what is to come last. */
export function timelineOf(known: Known): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { kind: known.blockedFromStart ? "not_attempted" : "prepared", at: known.createdAt },
  ];
  for (const { number, createdAt, acceptedAt } of known.attempts) {
    entries.push({ kind: "handed_over", at: createdAt, attempt: number });
    if (acceptedAt) {
      /* The provider's events may be dated before its answer has reached us. */
      const learnt = known.facts.filter((fact) => fact.attempt === number).map((fact) => fact.occurredAt);
      const at = new Date(Math.min(...[acceptedAt, ...learnt].map(Number)));
      entries.push({ kind: "accepted", at, attempt: number });
    }
  }
  for (const { occurredAt, ...learnt } of known.facts) {
    const told = NO_NEWS.has(learnt.fact) || wasExplained({ occurredAt, ...learnt }, known);
    if (!told) entries.push({ kind: "learnt", at: occurredAt, ...learnt });
  }
  const { windowStartedAt, stopped, stoppedAt, expiredAt } = known;
  if (windowStartedAt) {
    entries.push({ kind: "window_opened", at: windowStartedAt, until: windowEnd(windowStartedAt, known) });
  }
  if (stopped && stoppedAt) {
    entries.push({ kind: "stopped", at: stoppedAt, why: stopped, attempted: known.attempts.length > 0 });
  }
  if (expiredAt) entries.push({ kind: "expired", at: expiredAt });
  entries.sort((a, b) => a.at.getTime() - b.at.getTime());
  return [...entries, ...toCome(known)];
}

/** A look-up says of a temporary bounce that it did not arrive, and not why: that is no news either. */
function wasExplained({ attempt, fact, occurredAt }: Known["facts"][number], { facts }: Known): boolean {
  if (fact !== "unexplained") return false;
  return facts.some(
    (other) => other.attempt === attempt && EXPLAINING.has(other.fact) && other.occurredAt <= occurredAt,
  );
}

function toCome(known: Known): TimelineEntry[] {
  const { nextAttemptAt, windowStartedAt } = known;
  if (!nextAttemptAt || !windowStartedAt) return [];
  const end = windowEnd(windowStartedAt, known);
  const last = known.attempts.at(-1)?.number ?? 0;
  const closes: TimelineEntry = { kind: "window_closes", at: end };
  return nextAttemptAt < end
    ? [{ kind: "retry_due", at: nextAttemptAt, attempt: last + 1 }, closes]
    : [closes];
}

function windowEnd(windowStart: Date, { windowSeconds }: { windowSeconds: number }): Date {
  return expiresAt({ windowStart, windowSeconds });
}
