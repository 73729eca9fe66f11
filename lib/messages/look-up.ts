import { factOfLookup } from "@/lib/mail/classify";
import { type LookUp, lookUp } from "@/lib/mail/provider";
import type { FactRecord } from "@/lib/messages/fold";
import { reserveLookUp, TurnFarOff } from "@/lib/pace/reserve";

export type AttemptToAsk = { attemptId: string; providerId: string };

export type Answers = {
  facts: FactRecord[];
  /** Attempts about which the provider could not be asked, or did not answer. */
  unreachable: string[];
  /** How many of them, from the first on, were asked about. */
  asked: number;
};

/**
 * Asks the provider about attempts one by one, at the pace of look-ups. In a long pause that it has asked
 * for, it cannot be asked.
 */
export async function askProvider(attempts: AttemptToAsk[]): Promise<Answers> {
  const facts: FactRecord[] = [];
  const unreachable: string[] = [];
  for (const [place, { attemptId, providerId }] of attempts.entries()) {
    const answer = await inTurn(providerId);
    if (!answer) {
      unreachable.push(...attempts.slice(place).map((attempt) => attempt.attemptId));
      return { facts, unreachable, asked: place };
    }
    if (answer.kind === "retry") unreachable.push(attemptId);
    if (answer.kind !== "found" || !answer.mail.lastEvent) continue;
    const classified = factOfLookup(answer.mail.lastEvent, answer.mail.to[0]);
    if (!classified) continue;
    /* The tag says whose mail it is, should an answer have named the ids of a batch twice or in another order. */
    const about = answer.mail.attemptId ?? attemptId;
    facts.push({
      attemptId: about,
      ...classified,
      source: "lookup",
      key: `lookup:${about}:${classified.fact}`,
      occurredAt: new Date(),
    });
  }
  return { facts, unreachable, asked: attempts.length };
}

/** @returns undefined if the turn is far off. */
async function inTurn(providerId: string): Promise<LookUp | undefined> {
  try {
    const turn = await reserveLookUp();
    return await turn.take(() => lookUp(providerId));
  } catch (error) {
    if (error instanceof TurnFarOff) return undefined;
    throw error;
  }
}
