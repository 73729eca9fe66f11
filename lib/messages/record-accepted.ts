import { sql } from "drizzle-orm";
import { asSystem, type Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
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
    const first = await lockFirstAttempts(tx, officeId, answers);
    const plain = await recordPlain(tx, officeId, first);
    await foldFacts(tx, answers.filter((answer) => !plain.has(answer)).map(sentFact));
    await Promise.all([
      closeBatches(tx, accepted),
      /* Last, because it takes the lock on the mailing's counts, for which the other chunks wait. */
      showSent(tx, officeId, plain),
    ]);
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
 * plain (rule 6, the attempt's own fact), so a few statements do what the fold would do. That nothing
 * else is known is read off the message's status under its lock: whatever else were known would show.
 */
async function lockFirstAttempts(tx: Tx, officeId: string, answers: Answer[]): Promise<Answer[]> {
  const rows = await tx.execute<{ id: string; first: boolean }>(sql`
    select id, (status = 'none' and attempt_count = 0) or (status = 'queued' and attempt_count = 1) as first
    from messages where id = any (${uuids(answers.map(({ messageId }) => messageId))}) and office_id = ${officeId}
    order by id for update`);
  const first = new Set(rows.filter((row) => row.first).map(({ id }) => id));
  return answers.filter(({ messageId }) => first.has(messageId));
}

/**
 * Each attempt is looked up by its whole key: an office that is named once for all of them leads the
 * planner to read what else the office has.
 *
 * @returns the answers whose attempts nothing better was known of.
 */
async function recordPlain(tx: Tx, officeId: string, answers: Answer[]): Promise<Set<Answer>> {
  if (answers.length === 0) return new Set();
  const rows = await tx.execute<{ id: string }>(sql`
    update attempts a set provider_id = v.provider_id, accepted_at = now(), fact = ${RANK.sent},
      fact_at = v.called_at::timestamptz, fact_key = 'call:' || a.id || ':sent', reason = null
    from unnest(${uuids(answers.map(({ attemptId }) => attemptId))}, ${uuids(answers.map(() => officeId))},
      ${sql.param(answers.map(({ providerId }) => providerId))}::text[],
      ${sql.param(answers.map(({ calledAt }) => calledAt.toISOString()))}::text[])
      as v(id, office_id, provider_id, called_at)
    where a.id = v.id and a.office_id = v.office_id and a.fact < ${RANK.sent}
    returning a.id`);
  const recorded = new Set(rows.map(({ id }) => id));
  return new Set(answers.filter(({ attemptId }) => recorded.has(attemptId)));
}

async function closeBatches(tx: Tx, accepted: Accepted[]): Promise<void> {
  const ids = uuids(accepted.map(({ batch }) => batch.id));
  await tx.execute(sql`update batches set state = 'answered', answered_at = now() where id = any (${ids})`);
}

async function showSent(tx: Tx, officeId: string, answers: Set<Answer>): Promise<void> {
  if (answers.size === 0) return;
  await tx.execute(sql`
    update messages set status = 'sent', attempt_count = 1, status_at = now(), reason = null
    where id = any (${uuids([...answers].map(({ messageId }) => messageId))}) and office_id = ${officeId}`);
}
