import { inArray, sql } from "drizzle-orm";
import { batches } from "@/lib/db/schema/messages";
import { asSystem, type Tx } from "@/lib/db/tenant";
import { RANK } from "@/lib/messages/facts";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import type { OpenBatch } from "@/lib/messages/open-batch";

/** A batch that the provider took, with its id of each mail in the order of the body. */
export type Accepted = { batch: OpenBatch; calledAt: Date; providerIds: string[] };

type Answer = {
  attemptId: string;
  messageId: string;
  calledAt: Date;
  providerId: string | undefined;
};

/** Batches of an office that the provider accepted: their attempts are sent, and they are closed. */
export async function recordAccepted(officeId: string, accepted: Accepted[]): Promise<void> {
  if (accepted.length === 0) return;
  const answers = accepted.flatMap(({ batch, calledAt, providerIds }) =>
    batch.attemptIds.map((attemptId, place) => ({
      attemptId,
      messageId: batch.messageIds[place] ?? "",
      calledAt,
      providerId: providerIds[place],
    })),
  );
  await asSystem(async (tx) => {
    const plain = await recordPlain(tx, officeId, answers);
    await foldFacts(tx, answers.filter(({ attemptId }) => !plain.has(attemptId)).map(sentFact));
    await tx
      .update(batches)
      .set({ state: "answered", answeredAt: sql`now()` })
      .where(
        inArray(
          batches.id,
          accepted.map(({ batch }) => batch.id),
        ),
      );
  });
}

function sentFact({ attemptId, calledAt, providerId }: Answer): FactRecord {
  return {
    attemptId,
    fact: "sent",
    source: "call",
    key: `call:${attemptId}:sent`,
    reason: null,
    occurredAt: calledAt,
    ...(providerId && { providerId }),
  };
}

/**
 * Nearly all: first attempts of which nothing is known but that they were handed over. Their join is
 * plain (rule 6, the attempt's own fact), so two statements do what the fold would do. That nothing
 * else is known is read off the message's status under its lock: whatever else were known would show.
 *
 * @returns the attempts that were plain.
 */
async function recordPlain(tx: Tx, officeId: string, answers: Answer[]): Promise<Set<string>> {
  const messageIds = sql`${sql.param(answers.map(({ messageId }) => messageId))}::uuid[]`;
  const ofOffice = sql`id = any (${messageIds}) and office_id = ${officeId}`;
  await tx.execute(sql`select from messages where ${ofOffice} order by id for update`);
  const sent = await tx.execute<{ id: string }>(sql`
    update messages set status = 'sent', attempt_count = 1, status_at = now(), reason = null
    where ${ofOffice} and ((status = 'none' and attempt_count = 0) or (status = 'queued' and attempt_count = 1))
    returning id`);
  const plainMessages = new Set(sent.map(({ id }) => id));
  const plain = answers.filter(({ messageId }) => plainMessages.has(messageId));
  const attemptIds = sql`${sql.param(plain.map(({ attemptId }) => attemptId))}::uuid[]`;
  const rows = await tx.execute<{ id: string }>(sql`
    update attempts a set provider_id = v.provider_id, accepted_at = now(), fact = ${RANK.sent},
      fact_at = v.called_at::timestamptz, fact_key = 'call:' || a.id || ':sent', reason = null
    from unnest(${attemptIds}, ${sql.param(plain.map(({ providerId }) => providerId))}::text[],
      ${sql.param(plain.map(({ calledAt }) => calledAt.toISOString()))}::text[]) as v(id, provider_id, called_at)
    where a.id = v.id and a.office_id = ${officeId} and a.id = any (${attemptIds}) and a.fact < ${RANK.sent}
    returning a.id`);
  return new Set(rows.map(({ id }) => id));
}
