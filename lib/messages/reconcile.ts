import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { log } from "@/lib/log";
import { factOfLookup } from "@/lib/mail/classify";
import type { Failed } from "@/lib/mail/failure";
import { type LookUp, listSent, lookUp, type SentMail } from "@/lib/mail/provider";
import { takeBackAsking } from "@/lib/messages/asked";
import { RANK } from "@/lib/messages/facts";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { keyOf } from "@/lib/messages/sought";
import { type StaleBatch, soughtOf, takeStaleBatch } from "@/lib/messages/stale";
import { takeBack } from "@/lib/messages/withdraw";
import { reserveLookUp, TurnFarOff } from "@/lib/pace/reserve";

/**
 * Allowance for differing clocks, and for a jump of the database's clock by an hour since the first call: the
 * scan reads back beyond that.
 */
const MARGIN_MS = 90 * 60_000;
/** Milliseconds for which a step reads before it lets others have their turn. */
const STEP_TAKES = 30_000;
/** The provider lists mails for 30 days; a day of margin. */
const LISTED_MS = 29 * 86_400_000;

/**
 * Finds out what became of one batch whose answer never came and whose key the provider may have
 * forgotten. The provider's list back to the first call is compared by recipient and subject, and the
 * tag says which attempt a mail is. What a complete scan does not find was never accepted, and the
 * message is sent anew (facts of the provider: keys live 24 hours, mails are listed for 30 days).
 *
 * Reads the list for a while, and goes on there the next time. A batch that cannot be looked
 * up is logged, and holds no other up.
 *
 * @returns false if no batch waits for this, or the provider could not be asked now.
 */
export async function reconcileNext(): Promise<boolean> {
  const batch = await asSystem(takeStaleBatch);
  if (!batch) return false;
  try {
    return await goOn(batch);
  } catch (error) {
    if (error instanceof TurnFarOff) {
      await waitTurn(batch, batch.cursor);
      return false;
    }
    log().error({ err: error, batchId: batch.id }, "a batch could not be looked up");
    return true;
  }
}

async function goOn(batch: StaleBatch): Promise<boolean> {
  const sought = await asSystem((tx) => soughtOf(tx, batch));
  const end = Date.now() + STEP_TAKES;
  let { cursor } = batch;
  for (;;) {
    const turn = await reserveLookUp();
    const answer = await turn.take(() => listSent({ limit: 100, ...(cursor && { after: cursor }) }));
    if (answer.kind !== "page") return putOffList(batch, cursor, answer);
    const { mails, hasMore } = answer;
    const read = await lookUpAmong(mails, sought, end);
    await asSystem((tx) => foldFacts(tx, read.found.flatMap(factsOf)));
    cursor = mails[read.count - 1]?.id ?? cursor;
    if (read.failed) return putOffMail(batch, cursor, read.failed);
    const oldest = mails.at(-1);
    const passed = oldest?.createdAt && oldest.createdAt.getTime() < batch.from.getTime() - MARGIN_MS;
    if (read.count === mails.length && (passed || !oldest || !hasMore)) {
      /* A list that ends before the first call tells nothing of mails that are not listed any more. */
      const complete = passed || Date.now() - batch.from.getTime() < LISTED_MS;
      await (complete ? close(batch) : forget(batch));
      return true;
    }
    if (Date.now() > end) {
      await waitTurn(batch, cursor);
      return true;
    }
  }
}

type Read = {
  found: SentMail[];
  /** How many of the mails were looked at, from the first on. */
  count: number;
  failed?: Failed | Missing;
};

type Missing = Extract<LookUp, { kind: "missing" }>;

/** Looks up those of the mails that are sought, or may be, until the time is over. */
async function lookUpAmong(mails: SentMail[], sought: ReadonlySet<string>, end: number): Promise<Read> {
  const found: SentMail[] = [];
  for (const [count, { id, to, subject }] of mails.entries()) {
    const [recipient] = to;
    if (recipient !== undefined && !sought.has(keyOf(recipient, subject))) continue;
    if (Date.now() > end && count > 0) return { found, count };
    const turn = await reserveLookUp();
    const whole = await turn.take(() => lookUp(id));
    /* A mail that is listed was accepted, also if it is missing a moment later. */
    if (whole.kind !== "found") return { found, count, failed: whole };
    found.push(whole.mail);
  }
  return { found, count: mails.length };
}

function factsOf({ id, to, attemptId, lastEvent, createdAt }: SentMail): FactRecord[] {
  /* Whatever has become of a mail that is there, it was accepted: it must not be sent again. */
  const classified = factOfLookup(lastEvent ?? "sent", to[0] ?? null) ?? factOfLookup("sent");
  if (!attemptId || !classified) return [];
  return [
    {
      attemptId,
      ...classified,
      source: "lookup",
      key: `lookup:${attemptId}:${classified.fact}`,
      occurredAt: createdAt ?? new Date(),
      providerId: id,
    },
  ];
}

/**
 * A provider that is away is asked again soon. One that says no is asked again later, from the beginning of
 * the list: the mail after which the list was to go on may be gone.
 *
 * @returns whether another batch may be looked up now.
 */
async function putOffList(batch: StaleBatch, cursor: string | null, failed: Failed): Promise<boolean> {
  if (failed.kind === "retry") {
    await waitTurn(batch, cursor);
    return false;
  }
  log().error({ failed, batchId: batch.id }, "the provider refuses to look a batch up");
  await keepCursor(batch, null);
  return true;
}

/** It may be this one mail alone of which the provider tells nothing: others have their turn before it. */
async function putOffMail(
  batch: StaleBatch,
  cursor: string | null,
  failed: Failed | Missing,
): Promise<boolean> {
  log().warn({ failed, batchId: batch.id }, "the provider does not tell what became of a mail");
  await keepCursor(batch, cursor);
  return true;
}

async function keepCursor({ id }: StaleBatch, cursor: string | null): Promise<void> {
  await asSystem((tx) => tx.execute(sql`update batches set look_up_cursor = ${cursor} where id = ${id}`));
}

async function waitTurn({ id }: StaleBatch, cursor: string | null): Promise<void> {
  await asSystem((tx) =>
    tx.execute(sql`update batches set look_up_after = now(), look_up_cursor = ${cursor} where id = ${id}`),
  );
}

async function close({ id, mailingId }: StaleBatch): Promise<void> {
  await asSystem(async (tx) => {
    /* What was not found was never accepted: its attempt is taken back and the message waits again. */
    const ofBatch = sql`a.id = any (select unnest(attempt_ids) from batches where id = ${id})`;
    await takeBack(tx, sql`${ofBatch} and a.provider_id is null and a.fact <= ${RANK.unanswered}`);
    await tx.execute(sql`
      update batches b set state = 'answered', answered_at = now(), attempt_ids = array(
        select v.id from unnest(b.attempt_ids) with ordinality as v(id, place)
        join attempts a on a.id = v.id and a.office_id = b.office_id order by v.place)
      where b.id = ${id}`);
    await takeBackAsking(tx, mailingId);
  });
}

/** Nobody can tell any more: such messages stay unknown, and are not sent again. */
async function forget({ id }: StaleBatch): Promise<void> {
  log().error({ batchId: id }, "what became of a batch cannot be found out any more");
  await asSystem((tx) => tx.execute(sql`update batches set state = 'forgotten' where id = ${id}`));
}
