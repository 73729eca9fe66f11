import type { FactRecord } from "@/lib/messages/fold";

/** What a call to the provider, or its silence, says about an attempt. */
export function factOfCall(attemptId: string, fact: "unanswered" | "refused", at: Date): FactRecord {
  return {
    attemptId,
    fact,
    source: "call",
    key: `call:${attemptId}:${fact}`,
    reason: fact === "unanswered" ? { code: "unanswered" } : null,
    occurredAt: at,
  };
}
