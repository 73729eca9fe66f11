import { eq, sql } from "drizzle-orm";
import { batches } from "@/lib/db/schema/messages";
import { asSystem } from "@/lib/db/tenant";
import { log } from "@/lib/log";
import { type Outcome, sendBatch } from "@/lib/mail/provider";

import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import type { OpenBatch } from "@/lib/messages/open-batch";
import type { Reason } from "@/lib/messages/reason";
import { recordAccepted } from "@/lib/messages/record-accepted";
import { splitBatch } from "@/lib/messages/split";
import { pauseCalls } from "@/lib/pace/reserve";

/** Not done: the same call with the same key is to be made later. */
export type CallResult = { done: true } | { done: false; againInSeconds: number };

const DONE: CallResult = { done: true };

/**
 * Hands a batch to the provider and writes down the answer. May be called again at any time: the
 * key is the batch's id and the body is the same byte for byte, so nothing goes out twice. The
 * caller has reserved the call.
 */
export async function callProvider(officeId: string, batch: OpenBatch): Promise<CallResult> {
  return record(officeId, batch, await sendBatch(batch.body, { idempotencyKey: batch.id }));
}

async function record(officeId: string, batch: OpenBatch, outcome: Outcome): Promise<CallResult> {
  const batchId = batch.id;
  switch (outcome.kind) {
    case "accepted":
      await recordAccepted(batch, outcome.ids);
      return DONE;
    case "refused":
      if (batch.body.size > 1 && outcome.oneOfMany) {
        await splitBatch(officeId, batchId);
        return DONE;
      }
      await asSystem(async (tx) => {
        const reason: Reason = {
          code: "rejected_by_provider",
          detail: `${outcome.status} ${outcome.message}`.slice(0, 300),
        };
        await foldFacts(
          tx,
          batch.attemptIds.map((attemptId) => ({
            ...factOfCall(attemptId, "refused", batch.calledAt),
            reason,
          })),
        );
        await tx
          .update(batches)
          .set({ state: "refused", answeredAt: sql`now()`, failure: outcome })
          .where(eq(batches.id, batchId));
      });
      log().error({ batchId, status: outcome.status, name: outcome.name }, "the provider refused a batch");
      return DONE;
    case "key_conflict":
      log().error({ batchId }, "the provider knows the batch's key with another body");
      await asSystem((tx) => tx.update(batches).set({ state: "stale" }).where(eq(batches.id, batchId)));
      return DONE;
    case "retry": {
      const seconds = outcome.after ?? Math.min(60, 2 ** batch.calls);
      if (outcome.why === "rate_limited" || outcome.why === "quota") await pauseCalls(seconds);
      if (outcome.why === "no_answer" || outcome.why === "unavailable") {
        await asSystem((tx) =>
          foldFacts(
            tx,
            batch.attemptIds.map((attemptId) => factOfCall(attemptId, "unanswered", batch.calledAt)),
          ),
        );
      }
      return { done: false, againInSeconds: seconds };
    }
  }
}

function factOfCall(attemptId: string, fact: "unanswered" | "refused", at: Date): FactRecord {
  return { attemptId, fact, source: "call", key: `call:${attemptId}:${fact}`, reason: null, occurredAt: at };
}
