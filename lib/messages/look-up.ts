import { factOfLookup } from "@/lib/mail/classify";
import { lookUp } from "@/lib/mail/provider";
import type { FactRecord } from "@/lib/messages/fold";
import { reserveLookUp } from "@/lib/pace/reserve";

export type AttemptToAsk = { attemptId: string; providerId: string };

export type Answers = {
  facts: FactRecord[];
  /** Attempts about which the provider could not be asked. */
  unreachable: string[];
};

/** Asks the provider about attempts one by one, at the pace of look-ups. */
export async function askProvider(attempts: AttemptToAsk[]): Promise<Answers> {
  const facts: FactRecord[] = [];
  const unreachable: string[] = [];
  for (const { attemptId, providerId } of attempts) {
    const turn = await reserveLookUp();
    const answer = await turn.take(() => lookUp(providerId));
    if (answer.kind === "retry") unreachable.push(attemptId);
    if (answer.kind !== "found" || !answer.mail.lastEvent) continue;
    const classified = factOfLookup(answer.mail.lastEvent, answer.mail.to[0]);
    if (!classified) continue;
    facts.push({
      attemptId,
      ...classified,
      source: "lookup",
      key: `lookup:${attemptId}:${classified.fact}`,
      occurredAt: new Date(),
    });
  }
  return { facts, unreachable };
}
