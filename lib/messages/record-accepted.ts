import { eq, sql } from "drizzle-orm";
import { batches } from "@/lib/db/schema/messages";
import { asSystem, type Tx } from "@/lib/db/tenant";
import { RANK } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import type { OpenBatch } from "@/lib/messages/open-batch";

/**
 * The provider accepted a batch: its attempts are sent, and it is closed.
 *
 * @param providerIds the provider's id of each mail, in the order of the body.
 */
export async function recordAccepted(batch: OpenBatch, providerIds: string[]): Promise<void> {
  await asSystem(async (tx) => {
    const plain = await recordPlain(tx, batch, providerIds);
    const rest = batch.attemptIds.flatMap((attemptId, place) =>
      plain.has(attemptId)
        ? []
        : {
            attemptId,
            fact: "sent" as const,
            source: "call" as const,
            key: `call:${attemptId}:sent`,
            reason: null,
            occurredAt: batch.calledAt,
            ...(providerIds[place] && { providerId: providerIds[place] }),
          },
    );
    await foldFacts(tx, rest);
    await tx
      .update(batches)
      .set({ state: "answered", answeredAt: sql`now()` })
      .where(eq(batches.id, batch.id));
  });
}

/**
 * Nearly all: first attempts of which nothing is known but that they were handed over. Their join is
 * plain (rule 6, the attempt's own fact), so one statement does what the fold would do. That nothing
 * else is known is read off the message's status under its lock: whatever else were known would show.
 *
 * @returns the attempts that were plain.
 */
async function recordPlain(tx: Tx, batch: OpenBatch, providerIds: string[]): Promise<Set<string>> {
  const ids = sql`${sql.param(batch.attemptIds)}::uuid[]`;
  const rows = await tx.execute<{ id: string }>(sql`
    with locked as (
      select m.id from messages m
      where m.id in (select a.message_id from attempts a where a.id = any (${ids}))
        and m.attempt_count = 1 and m.status = 'queued'
      order by m.id for update
    ), plain as (
      update messages m set status = 'sent', status_at = now(), reason = null
      from attempts a
      where a.id = any (${ids}) and a.fact < ${RANK.sent} and m.id = a.message_id
        and m.id in (select id from locked)
      returning a.id
    )
    update attempts a set provider_id = v.provider_id, accepted_at = now(), fact = ${RANK.sent},
      fact_at = ${batch.calledAt.toISOString()}::timestamptz, fact_key = 'call:' || a.id || ':sent', reason = null
    from unnest(${ids}, ${sql.param(providerIds)}::text[]) as v(id, provider_id)
    where a.id = v.id and a.id = any (${ids}) and a.id in (select id from plain) and a.fact < ${RANK.sent}
    returning a.id`);
  return new Set(rows.map(({ id }) => id));
}
