import { and, eq, sql } from "drizzle-orm";
import { batches } from "@/lib/db/schema/messages";
import { asSystem } from "@/lib/db/tenant";
import { log } from "@/lib/log";
import type { Failed } from "@/lib/mail/failure";
import { type Outcome, sendBatch } from "@/lib/mail/provider";
import { factOfCall } from "@/lib/messages/fact-of-call";
import { foldFacts } from "@/lib/messages/fold";
import { beginCalls, type Call, isWithdrawn, type OpenBatch, unbeginCalls } from "@/lib/messages/open-batch";
import type { Reason } from "@/lib/messages/reason";
import { type Accepted, recordAccepted } from "@/lib/messages/record-accepted";
import { settleMessages } from "@/lib/messages/settle";
import { splitBatch } from "@/lib/messages/split";
import { reserveCalls, type Turn, TurnFarOff } from "@/lib/pace/reserve";
import { pauseCalls } from "@/lib/pace/schedule";

/**
 * Not done: the same call with the same key is to be made later. Interrupted: a batch may not be called
 * any more, or its halves are to be, and those after it have not been.
 */
export type CallResult =
  | { done: true; interrupted?: "withdrawn" | "held" | "split" }
  | { done: false; againInSeconds: number };

const DONE: CallResult = { done: true };

/**
 * Least wait in seconds when a quota is used up: every answer says when the provider's second is over, and only
 * that.
 */
const QUOTA_WAIT = 60;

type Refused = Extract<Failed, { kind: "refused" }>;

/** Answers are written down together, but none waits longer than this, in milliseconds. */
const ANSWERS_WAIT = 1000;

/**
 * Hands batches to the provider, one after the other at the provider's pace, and writes down the
 * answers. May be done again at any time: the key is the batch's id and the body is the same byte
 * for byte, so nothing goes out twice.
 */
export async function callProvider(officeId: string, open: OpenBatch[]): Promise<CallResult> {
  let accepted: Accepted[] = [];
  const writeDown = async () => {
    await recordAccepted(officeId, accepted);
    accepted = [];
  };
  try {
    for await (const { batch, turn, call } of begun(officeId, open)) {
      if (!call) {
        await writeDown();
        const withdrawn = await isWithdrawn(officeId, batch.id);
        return { done: true, interrupted: withdrawn ? "withdrawn" : "held" };
      }
      const outcome = await make(officeId, batch, turn);
      if (outcome.kind === "accepted") accepted.push({ batch, calledAt: call.at, providerIds: outcome.ids });
      const first = accepted[0];
      if (outcome.kind !== "accepted" || (first && Date.now() - first.calledAt.getTime() > ANSWERS_WAIT)) {
        await writeDown();
      }
      if (outcome.kind === "accepted") continue;
      const result = await recordFailure(officeId, batch, call, outcome);
      if (result !== DONE) return result;
    }
  } catch (error) {
    if (!(error instanceof TurnFarOff)) throw error;
    await writeDown();
    return { done: false, againInSeconds: error.seconds };
  }
  await writeDown();
  return DONE;
}

/** Makes the call in its turn. @throws TurnFarOff when it has not been made, and has not begun then. */
async function make(officeId: string, batch: OpenBatch, turn: Turn): Promise<Outcome> {
  try {
    return await turn.take(() => sendBatch(batch.body, { idempotencyKey: batch.id }));
  } catch (error) {
    if (error instanceof TurnFarOff) await unbeginCalls(officeId, [batch.id]);
    throw error;
  }
}

type Begun = {
  batch: OpenBatch;
  turn: Turn;
  /** Missing where the batch is not to be called: see `beginCalls`. */
  call: Call | undefined;
};

/** The batches in their order, each with its turn, and written down as being called. */
async function* begun(officeId: string, open: OpenBatch[]): AsyncGenerator<Begun> {
  const waiting = [...open];
  while (waiting.length > 0) {
    const turns = await reserveCalls(waiting.length);
    const next = waiting.splice(0, turns.length);
    const uncalled = next.map(({ id }) => id);
    const calls = await beginCalls(officeId, uncalled);
    try {
      for (const [place, batch] of next.entries()) {
        uncalled.shift();
        yield { batch, turn: turns[place] as Turn, call: calls.get(batch.id) };
      }
    } finally {
      /* A call before them has failed. */
      await unbeginCalls(officeId, uncalled);
    }
  }
}

async function recordFailure(
  officeId: string,
  batch: OpenBatch,
  call: Call,
  outcome: Failed,
): Promise<CallResult> {
  const batchId = batch.id;
  switch (outcome.kind) {
    case "refused": {
      log().error({ batchId, status: outcome.status, name: outcome.name }, "the provider refused a batch");
      const splits = batch.body.size > 1 && outcome.oneOfMany;
      if (splits) await splitBatch(officeId, batchId);
      else await recordRefused(batch, call, outcome);
      /* One that was called more than once is open still: a call before this one or beside it, which was not
         answered, may have been accepted. */
      await toBeLookedUp(batchId);
      return splits ? { done: true, interrupted: "split" } : DONE;
    }
    case "key_conflict":
      log().error({ batchId }, "the provider knows the batch's key with another body");
      await toBeLookedUp(batchId);
      return DONE;
    case "retry": {
      const usedUp = outcome.why === "quota";
      if (usedUp) log().error({ batchId }, "the provider's quota is used up");
      const seconds = usedUp
        ? Math.max(QUOTA_WAIT, outcome.after ?? 0)
        : (outcome.after ?? Math.min(60, 2 ** call.number));
      const turnedAway = usedUp || outcome.why === "rate_limited";
      const unknown = outcome.why === "no_answer" || outcome.why === "unavailable";
      if (turnedAway) await pauseCalls(seconds);
      if (turnedAway && call.number === 1) {
        await unbeginCalls(officeId, [batchId]);
      } else {
        await asSystem((tx) =>
          unknown
            ? foldFacts(
                tx,
                batch.attemptIds.map((attemptId) => factOfCall(attemptId, "unanswered", call.at)),
              )
            : settleMessages(tx, batch.messageIds),
        );
      }
      return { done: false, againInSeconds: seconds };
    }
  }
}

/** If it is open still. */
async function toBeLookedUp(batchId: string): Promise<void> {
  await asSystem((tx) =>
    tx
      .update(batches)
      .set({ state: "stale" })
      .where(and(eq(batches.id, batchId), eq(batches.state, "open"))),
  );
}

/** If this was its only call. */
async function recordRefused(batch: OpenBatch, call: Call, outcome: Refused): Promise<void> {
  await asSystem(async (tx) => {
    const closed = await tx
      .update(batches)
      .set({ state: "refused", answeredAt: sql`now()`, failure: outcome })
      .where(and(eq(batches.id, batch.id), eq(batches.state, "open"), eq(batches.calls, 1)));
    if (closed.count === 0) return;
    const reason: Reason = {
      code: "rejected_by_provider",
      detail: `${outcome.status} ${outcome.message}`,
    };
    await foldFacts(
      tx,
      batch.attemptIds.map((attemptId) => ({ ...factOfCall(attemptId, "refused", call.at), reason })),
    );
  });
}
