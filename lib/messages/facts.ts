import type { Problem } from "@/lib/addresses/status";
import { messageStatus } from "@/lib/db/schema/statuses";

/**
 * What can be known about one attempt, by rank. The numbers are stored in the database: they never
 * change; a new fact takes a number in a gap.
 */
export const RANK = {
  queued: 10,
  unanswered: 20,
  sent: 30,
  deferred: 40,
  unexplained: 50,
  soft_bounced: 60,
  refused: 70,
  delivered: 80,
  opened: 90,
  clicked: 100,
  blocked: 110,
  bounced: 120,
  invalid: 130,
  unsubscribed: 140,
  spam: 150,
} as const;

export type Fact = keyof typeof RANK;

/** All facts, lowest first. */
export const FACTS = Object.keys(RANK) as Fact[];

const FACT_BY_RANK = new Map<number, Fact>(FACTS.map((fact) => [RANK[fact], fact]));

/** @throws RangeError when no fact has this rank. */
export function factOfRank(number: number): Fact {
  const fact = FACT_BY_RANK.get(number);
  if (!fact) throw new RangeError(`no fact has the rank ${number}`);
  return fact;
}

/** Final facts, lowest first: each puts the problem of the same name on the address. */
export const FINAL_FACTS = ["blocked", "bounced", "invalid", "unsubscribed", "spam"] as const;

export type FinalFact = (typeof FINAL_FACTS)[number];

/** True for a fact that puts a problem on the address. */
export function isFinal(fact: Fact): fact is FinalFact {
  return RANK[fact] >= RANK.blocked;
}

/** What a final fact puts on the address. */
export function problemOf(fact: FinalFact): Problem {
  return `problem_${fact}`;
}

/** Statuses of a message; the codes of the database, in the order in which the screens list them. */
export const MESSAGE_STATUSES = messageStatus.enumValues;

export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Why we do not try a message any more: our own decision, written once. */
export type StopReason = "problem" | "changed" | "gone" | "cancelled";
