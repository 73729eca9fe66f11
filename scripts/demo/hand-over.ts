import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { asSystem, type Tx, withOffice } from "../../lib/db/tenant";
import { batchBody, bodyHash } from "../../lib/mail/batch-body";
import { lockFrozenMailing } from "../../lib/mailings/frozen";
import { foldFacts } from "../../lib/messages/fold";
import { mailsOf } from "../../lib/messages/mail";
import { iso } from "./cards";
import { type Fate, factsOf } from "./fates";
import type { Waiting } from "./freeze";

/** `null`: handed over, and nothing is known of it but that. */
export type Going = Waiting & { fate: Fate | null };

export type Batch = {
  mails: Going[];
  at: Date;
  /** Which attempt of each message it is. */
  number: number;
};

type Written = Batch & { id: string; attempts: { id: string; providerId: string }[] };

const ANSWER_MS = 400;
const SIZE = 100;

/** Parts mails into batches that are handed over one second after the other. */
export function inBatches(mails: Going[], at: Date): Batch[] {
  return Array.from({ length: Math.ceil(mails.length / SIZE) }, (_, place) => ({
    mails: mails.slice(place * SIZE, (place + 1) * SIZE),
    at: new Date(at.getTime() + (place + 1) * 1000),
    number: 1,
  }));
}

/**
 * Hands batches of a mailing over as of their times, and folds in what became of each mail. Nothing
 * goes out: the provider never hears of them.
 */
export async function handOver(officeId: string, mailingId: string, batches: Batch[]): Promise<void> {
  const written = batches.map((batch) => ({
    ...batch,
    id: randomUUID(),
    attempts: batch.mails.map(() => ({ id: randomUUID(), providerId: randomUUID() })),
  }));
  await withOffice(officeId, async (tx) => {
    await writeBatches(tx, officeId, mailingId, written);
    await writeHashes(tx, officeId, mailingId, written);
  });
  const facts = written.flatMap(({ mails, attempts, at }) =>
    mails.flatMap(({ id: messageId, address, fate }, place) => {
      const attempt = attempts[place];
      if (!fate || !attempt) return [];
      return factsOf(fate, { ...attempt, address, messageId }, new Date(at.getTime() + ANSWER_MS));
    }),
  );
  await asSystem((tx) => foldFacts(tx, facts));
  await backdate(mailingId);
}

async function writeBatches(tx: Tx, officeId: string, mailingId: string, written: Written[]): Promise<void> {
  const rows = written.map(({ id, attempts, at, number }) => ({
    id,
    attempt_ids: attempts.map((attempt) => attempt.id),
    at: iso(at),
    answered: iso(new Date(at.getTime() + ANSWER_MS)),
    chunk: number > 1 ? -1 : 0,
  }));
  await tx.execute(sql`
    insert into batches (id, office_id, mailing_id, state, chunk, body_hash, attempt_ids, calls, created_at,
      first_called_at, last_called_at, answered_at)
    select id, ${officeId}, ${mailingId}, 'answered', chunk, '', attempt_ids, 1, at, at, at, answered
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(id uuid, attempt_ids uuid[], at timestamptz, answered timestamptz, chunk int)`);
  const attempts = written.flatMap((batch) =>
    batch.mails.map(({ id }, place) => ({
      id: batch.attempts[place]?.id,
      message_id: id,
      number: batch.number,
      at: iso(batch.at),
    })),
  );
  await tx.execute(sql`
    insert into attempts (id, office_id, message_id, number, fact, fact_at, created_at)
    select id, ${officeId}, message_id, number, 10, at, at
    from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb)
      as v(id uuid, message_id uuid, number smallint, at timestamptz)`);
  await tx.execute(sql`
    update messages m set attempt_count = a.count,
      status = case when m.status = 'none' then 'queued'::message_status else m.status end
    from (select message_id, count(*) as count from attempts group by 1) a
    where m.mailing_id = ${mailingId} and a.message_id = m.id`);
}

async function writeHashes(tx: Tx, officeId: string, mailingId: string, written: Written[]): Promise<void> {
  const mailing = await lockFrozenMailing(tx, officeId, mailingId);
  if (!mailing) throw new Error("the mailing is not frozen");
  const hashes: { id: string; hash: string }[] = [];
  for (const { id } of written) {
    const { mails } = await mailsOf(tx, mailing, id);
    hashes.push({ id, hash: bodyHash(batchBody(mails)).toString("hex") });
  }
  await tx.execute(sql`
    update batches b set body_hash = decode(v.hash, 'hex')
    from jsonb_to_recordset(${JSON.stringify(hashes)}::jsonb) as v(id uuid, hash text) where b.id = v.id`);
}

/** Facts were folded in just now; they are dated as they would have been then. */
async function backdate(mailingId: string): Promise<void> {
  await asSystem(async (tx) => {
    await tx.execute(sql`
      update facts f set recorded_at = f.occurred_at + interval '1 second'
      from messages m where m.id = f.message_id and m.mailing_id = ${mailingId}`);
    await tx.execute(sql`
      update attempts a set accepted_at = b.answered_at from batches b
      where a.id = any (b.attempt_ids) and b.mailing_id = ${mailingId} and a.accepted_at is not null`);
    await tx.execute(sql`
      update messages m set status_at = known.last,
        window_started_at = case when m.window_started_at is not null then known.soft end
      from (
        select a.message_id, max(greatest(a.created_at, a.fact_at)) as last,
          min(f.recorded_at) filter (where f.fact = 60) as soft
        from attempts a left join facts f on f.attempt_id = a.id group by 1
      ) known
      where known.message_id = m.id and m.mailing_id = ${mailingId}`);
    await tx.execute(sql`
      update messages set next_attempt_at = window_started_at + interval '5 days'
      where mailing_id = ${mailingId} and next_attempt_at is not null`);
    await tx.execute(sql`
      update members c set email_status_at = m.status_at from messages m
      where m.mailing_id = ${mailingId} and m.problem is not null and c.email = m.address
        and c.office_id = m.office_id`);
    await tx.execute(sql`
      update address_problems p set since = m.status_at from messages m
      where m.mailing_id = ${mailingId} and m.problem is not null and p.address = m.address
        and p.office_id = m.office_id`);
  });
}
