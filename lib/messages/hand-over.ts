import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { batchBody, bodyHash } from "@/lib/mail/provider";
import { type FrozenMailing, lockFrozenMailing } from "@/lib/mailings/frozen";
import { RETRY_CHUNK, waits } from "@/lib/messages/chunk";
import { nextMoveSql } from "@/lib/messages/due";
import { RANK, type StopReason } from "@/lib/messages/facts";
import { type MessageToSend, mailOf } from "@/lib/messages/mail";
import type { OpenBatch } from "@/lib/messages/open-batch";
import { settleMessages } from "@/lib/messages/settle";

/** The provider takes at most this many mails in one call. */
const BATCH_SIZE = 100;

type Candidate = MessageToSend & { verdict: "send" | StopReason; attempt_count: number };

/**
 * Takes up to 100 messages that wait, asks again of each whether it may be sent, and writes down
 * what will be handed to the provider: from here on a crash leaves an open batch, which is taken up
 * again with the same key.
 *
 * @param chunk which range of positions to take first attempts from, or `RETRY_CHUNK` for retries
 *   that are due.
 * @returns the batch, or null if nothing waits, or the mailing does not go out at present.
 */
export async function handOver(
  officeId: string,
  mailingId: string,
  chunk: number,
): Promise<OpenBatch | null> {
  for (;;) {
    const round = await withOffice(officeId, async (tx) => {
      const mailing = await lockFrozenMailing(tx, officeId, mailingId);
      if (!mailing || !goesOut(mailing, chunk)) return { batch: null, stopped: 0 };
      const candidates = await takeCandidates(tx, mailing, chunk);
      const stopped = candidates.filter(({ verdict }) => verdict !== "send");
      await stop(tx, stopped);
      const going = candidates.filter(({ verdict }) => verdict === "send");
      const batch = going.length > 0 ? await writeBatch(tx, mailing, chunk, going) : null;
      return { batch, stopped: stopped.length };
    });
    if (round.batch || round.stopped === 0) return round.batch;
  }
}

function goesOut(mailing: FrozenMailing, chunk: number): boolean {
  return mailing.state === "sending" || (chunk === RETRY_CHUNK && mailing.state === "sent");
}

/**
 * The verdict asks the cards of the message: is there one that still carries the address, and, for
 * a mailing, is confirmed? A problem of the address goes before all.
 */
function takeCandidates(tx: Tx, mailing: FrozenMailing, chunk: number): Promise<Candidate[]> {
  const carries =
    mailing.kind === "mailing"
      ? sql`c.email = t.address and c.email_status = 'confirmed'`
      : sql`c.email = t.address`;
  return tx.execute<Candidate>(sql`
    with taken as (
      select id, position, address, language, values, attempt_count
      from messages where ${waits(mailing.id, chunk)}
      order by position limit ${BATCH_SIZE} for update skip locked
    ), problems as (
      select p.address from address_problems p where p.address in (select address from taken)
      union
      select s.address from suppressed_among(array(select address from taken)) as s(address)
    )
    select t.id, t.address, t.language, t.values, t.attempt_count, case
      when t.address in (select address from problems) then 'problem'
      when bool_or(${carries}) then 'send'
      when bool_or(c.id is not null) then 'changed'
      else 'gone'
    end as verdict
    from taken t
    left join message_cards mc on mc.message_id = t.id
    left join members c on c.id = mc.member_id
    group by t.id, t.position, t.address, t.language, t.values, t.attempt_count
    order by t.position`);
}

async function stop(tx: Tx, stopped: Candidate[]): Promise<void> {
  if (stopped.length === 0) return;
  const rows = JSON.stringify(stopped.map(({ id, verdict }) => ({ id, stopped: verdict })));
  await tx.execute(sql`
    update messages m set stopped = v.stopped, stopped_at = now()
    from jsonb_to_recordset(${rows}::jsonb) as v(id uuid, stopped stop_reason) where m.id = v.id`);
  await settleMessages(
    tx,
    stopped.map(({ id }) => id),
  );
}

async function writeBatch(
  tx: Tx,
  mailing: FrozenMailing,
  chunk: number,
  going: Candidate[],
): Promise<OpenBatch> {
  const id = randomUUID();
  const attemptIds = going.map(() => randomUUID());
  const body = batchBody(going.map((message, place) => mailOf(mailing, message, attemptIds[place] ?? "")));
  const [row] = await tx.execute<{ called_at: string }>(sql`
    insert into batches (id, office_id, mailing_id, chunk, attempt_ids, body_hash, calls, first_called_at, last_called_at)
    values (${id}, ${mailing.officeId}, ${mailing.id}, ${chunk}, ${sql.param(attemptIds)}::uuid[], ${bodyHash(body)}, 1, now(), now())
    returning last_called_at as called_at`);
  const messageIds = going.map((message) => message.id);
  await tx.execute(sql`
    insert into attempts (id, office_id, message_id, number, fact)
    select v.id, ${mailing.officeId}, v.message_id, v.number, ${RANK.queued}
    from unnest(${sql.param(attemptIds)}::uuid[], ${sql.param(messageIds)}::uuid[],
      ${sql.param(going.map((message) => message.attempt_count + 1))}::int[]) as v(id, message_id, number)`);
  await tx.execute(sql`
    update messages set
      attempt_count = attempt_count + 1,
      next_attempt_at = case when window_started_at is not null then ${nextMoveSql(env().SOFT_BOUNCE_WINDOW)} end,
      status = case when status = 'none' then 'queued'::message_status else status end,
      status_at = now()
    where id = any (${sql.param(messageIds)}::uuid[])`);
  return { id, attemptIds, body, calledAt: new Date(row?.called_at ?? Date.now()), calls: 1 };
}
