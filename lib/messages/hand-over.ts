import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { batches } from "@/lib/db/schema/messages";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { env } from "@/lib/env";
import { batchBody, bodyHash } from "@/lib/mail/batch-body";
import type { WireMail } from "@/lib/mail/wire";
import { type FrozenMailing, lockFrozenMailing } from "@/lib/mailings/frozen";
import { RETRY_CHUNK, waits } from "@/lib/messages/chunk";
import { nextMoveSql } from "@/lib/messages/due";
import { cardsOfMessage, withProblem } from "@/lib/messages/eligible";
import { RANK, type StopReason } from "@/lib/messages/facts";
import { type MessageToSend, mailOf } from "@/lib/messages/mail";
import type { OpenBatch } from "@/lib/messages/open-batch";
import { settleMessages } from "@/lib/messages/settle";
import { isHeld } from "@/lib/offices/hold";

/** The provider takes at most this many mails in one call. */
const BATCH_SIZE = 100;
/** One transaction for several calls costs a fraction of one for each. */
const MOST_AHEAD = 5;

type Candidate = MessageToSend & { verdict: "send" | StopReason; attempt_count: number };

/**
 * Takes messages that wait, asks again of each whether it may be sent, and writes down what will be
 * handed to the provider, in batches of a hundred. Of these, each call is begun by `beginCalls`; what
 * has not been called yet can be withdrawn.
 *
 * @param chunk which range of positions to take first attempts from, or `RETRY_CHUNK` for retries
 *   that are due.
 * @returns the batches; none if nothing waits, or the mailing does not go out at present.
 */
export async function handOver(officeId: string, mailingId: string, chunk: number): Promise<OpenBatch[]> {
  for (;;) {
    const round = await withOffice(officeId, async (tx) => {
      const [mailing, held] = await Promise.all([
        lockFrozenMailing(tx, officeId, mailingId),
        isHeld(tx, officeId),
        /* Two at once would take the same: the second waits, and then sees what the first has written. */
        tx.execute(
          sql`select pg_advisory_xact_lock(hashtextextended(${`hand-over ${mailingId} ${chunk}`}, 0))`,
        ),
      ]);
      if (!mailing || held || !goesOut(mailing, chunk)) return { written: [], stopped: 0 };
      const candidates = await takeCandidates(tx, mailing, chunk);
      const stopped = candidates.filter(({ verdict }) => verdict !== "send");
      await stop(tx, stopped);
      const going = candidates.filter(({ verdict }) => verdict === "send");
      const written = going.length > 0 ? await writeBatches(tx, mailing, chunk, going) : [];
      return { written, stopped: stopped.length };
    });
    if (round.written.length > 0 || round.stopped === 0) return round.written;
  }
}

/** As many calls as the provider takes in two seconds. Whatever waits longer is asked again: see `beginCalls`. */
function batchesAhead(): number {
  return Math.max(1, Math.min(MOST_AHEAD, Math.floor(env().MAIL_RATE / 2)));
}

function goesOut(mailing: FrozenMailing, chunk: number): boolean {
  return mailing.state === "sending" || (chunk === RETRY_CHUNK && mailing.state === "sent");
}

/**
 * The verdict: a problem of the address goes before what the cards of the message say. Of a message that
 * has been sent before, something may be learnt at this moment: it is waited for, and may not wait any more.
 */
function takeCandidates(tx: Tx, mailing: FrozenMailing, chunk: number): Promise<Candidate[]> {
  return tx.execute<Candidate>(sql`
    with taken as materialized (
      select id, office_id, position, address, language, values, attempt_count, created_at
      from messages where ${waits(mailing.id, chunk)}
      order by position limit ${BATCH_SIZE * batchesAhead()}
      ${chunk === RETRY_CHUNK ? sql`for update` : sql``}
    ), problems as materialized (${withProblem(sql`select address from taken`)})
    select t.id, t.address, t.language, t.values, t.attempt_count, case
      when t.address in (select address from problems) then 'problem'
      when cards.carried then 'send'
      when cards.left then 'changed'
      else 'gone'
    end as verdict
    from taken t cross join ${cardsOfMessage(sql.raw(String(mailing.kind === "confirmation_request")))}
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

async function writeBatches(
  tx: Tx,
  mailing: FrozenMailing,
  chunk: number,
  going: Candidate[],
): Promise<OpenBatch[]> {
  const attemptIds = going.map(() => uuidv7());
  const written: OpenBatch[] = [];
  for (let from = 0; from < going.length; from += BATCH_SIZE) {
    /* Calls whose moment has come leave in between. */
    await setImmediate();
    const ids = attemptIds.slice(from, from + BATCH_SIZE);
    const messages = going.slice(from, from + BATCH_SIZE);
    written.push({
      id: uuidv7(),
      attemptIds: ids,
      messageIds: messages.map((message) => message.id),
      body: batchBody(mails(mailing, messages, ids)),
    });
  }
  const messageIds = going.map((message) => message.id);
  await Promise.all([
    tx.insert(batches).values(
      written.map(({ id, attemptIds, body }) => ({
        id,
        officeId: mailing.officeId,
        mailingId: mailing.id,
        chunk,
        attemptIds,
        bodyHash: bodyHash(body),
      })),
    ),
    tx.execute(sql`
      insert into attempts (id, office_id, message_id, number, fact)
      select v.id, ${mailing.officeId}, v.message_id, v.number, ${RANK.queued}
      from unnest(${uuids(attemptIds)}, ${uuids(messageIds)},
        ${sql.param(going.map((message) => message.attempt_count + 1))}::int[]) as v(id, message_id, number)`),
  ]);
  /* A first attempt shows in its message when it is answered, or when the answer is late: a row less
     to write for each recipient. That it waits no more, its attempt tells. */
  if (chunk === RETRY_CHUNK) await noteRetries(tx, messageIds);
  return written;
}

function* mails(mailing: FrozenMailing, messages: Candidate[], attemptIds: string[]): Generator<WireMail> {
  for (const [place, message] of messages.entries()) yield mailOf(mailing, message, attemptIds[place] ?? "");
}

async function noteRetries(tx: Tx, messageIds: string[]): Promise<void> {
  await tx.execute(sql`
    update messages set attempt_count = attempt_count + 1, status_at = now(),
      next_attempt_at = ${nextMoveSql(env().SOFT_BOUNCE_WINDOW)}
    where id = any (${uuids(messageIds)})`);
}
