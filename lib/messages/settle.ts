import { sql } from "drizzle-orm";
import type { AddressHash } from "@/lib/addresses/hash";
import { type MessageProblem, markProblems } from "@/lib/addresses/mark";
import type { Problem } from "@/lib/addresses/status";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { env } from "@/lib/env";
import {
  type Fact,
  factOfRank,
  isFinal,
  type MessageStatus,
  problemOf,
  type StopReason,
} from "@/lib/messages/facts";
import type { Reason, ReasonCode } from "@/lib/messages/reason";
import { messageStatus, type Standing } from "@/lib/messages/status";
import { firstAttemptDue } from "@/lib/messages/window";

export type Settled = {
  /** Messages whose status, tick or reason is another now. */
  changed: number;
  /** Some message has just begun its window of retries. */
  softBounced: boolean;
};

type Row = {
  id: string;
  office_id: string;
  address: string;
  address_hash: AddressHash | null;
  status: MessageStatus;
  delivered: boolean;
  reason: Reason | null;
  problem: Problem | null;
  expired: boolean;
  stopped: StopReason | null;
  blocked_from_start: boolean;
  window_started_at: string | null;
  next_attempt_at: string | null;
  attempt_count: number;
  now: string;
};

type KnownAttempt = {
  number: number;
  fact: Fact;
  reason: Reason | null;
  /** When it was written down for the provider, and when the fact happened. */
  created_at: string;
  fact_at: string;
};

type Change = {
  id: string;
  status: MessageStatus;
  delivered: boolean;
  reason: Reason | null;
  problem: Problem | null;
  window_started_at: string | null;
  next_attempt_at: string | null;
  attempt_count: number;
};

/**
 * Recomputes the status of messages from all that is known of them, and marks addresses that have
 * got a problem. Holds the messages' row locks: what others are writing is waited for, and then known.
 *
 * @param tx a transaction as system.
 */
export async function settleMessages(tx: Tx, messageIds: string[]): Promise<Settled> {
  if (messageIds.length === 0) return { changed: 0, softBounced: false };
  const rows = await tx.execute<Row>(sql`
    select m.id, m.office_id, m.address, m.address_hash::text as address_hash, m.status, m.delivered, m.reason, m.problem,
      m.expired_at is not null as expired, m.stopped, m.blocked_from_start,
      m.window_started_at, m.next_attempt_at, m.attempt_count, now() as now
    from messages m where m.id = any (${uuids(messageIds)}) order by m.id for update`);
  const attempts = await attemptsOf(tx, messageIds);

  const changes: Change[] = [];
  const problems: MessageProblem[] = [];
  const begun: string[] = [];
  for (const row of rows) {
    const known = attempts.get(row.id) ?? [];
    const change = changeOf(row, known);
    if (!change) continue;
    changes.push(change);
    const { problem } = change;
    if (problem && problem !== row.problem) {
      const { office_id: officeId, address, address_hash: addressHash } = row;
      const at = happenedAt(problem, known) ?? row.now;
      problems.push({ officeId, address, addressHash, problem, at });
    }
    if (change.window_started_at !== null && row.window_started_at === null) begun.push(row.id);
  }
  if (changes.length > 0) await writeChanges(tx, changes);
  if (problems.length > 0) await markProblems(tx, problems);
  await settleMessages(tx, await stopCancelled(tx, begun));
  return { changed: changes.length, softBounced: begun.length > 0 };
}

/** Of messages that came back for a while just now, those of cancelled mailings are not tried again. */
async function stopCancelled(tx: Tx, messageIds: string[]): Promise<string[]> {
  if (messageIds.length === 0) return [];
  const stopped = await tx.execute<{ id: string }>(sql`
    update messages m set stopped = 'cancelled', stopped_at = now()
    from mailings ml
    where m.id = any (${uuids(messageIds)}) and m.status = 'soft_bounced'
      and ml.id = m.mailing_id and ml.office_id = m.office_id and ml.state = 'cancelled'
    returning m.id`);
  return stopped.map(({ id }) => id);
}

/** First attempt first. */
async function attemptsOf(tx: Tx, messageIds: string[]): Promise<Map<string, KnownAttempt[]>> {
  type AttemptRow = Omit<KnownAttempt, "fact"> & { id: string; fact: number };
  const rows = await tx.execute<AttemptRow>(sql`
    select message_id as id, number, fact, reason, created_at, fact_at from attempts
    where message_id = any (${uuids(messageIds)}) order by message_id, number`);
  const known = new Map<string, KnownAttempt[]>();
  for (const { id, fact, ...rest } of rows) {
    const attempt = { ...rest, fact: factOfRank(fact) };
    const before = known.get(id);
    if (before) before.push(attempt);
    else known.set(id, [attempt]);
  }
  return known;
}

/**
 * When the attempts found the problem: an address is blocked from the moment the mail was handed over,
 * whenever that is learnt. Undefined for our own decision, which is made now.
 */
function happenedAt(problem: Problem, attempts: KnownAttempt[]): string | undefined {
  const finding = attempts.filter(({ fact }) => isFinal(fact) && problemOf(fact) === problem);
  return finding
    .map(({ fact, created_at, fact_at }) => (fact === "blocked" ? created_at : fact_at))
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

function changeOf(row: Row, attempts: KnownAttempt[]): Change | null {
  const joined = messageStatus({
    attempts,
    expired: row.expired,
    stopped: row.stopped,
    blockedFromStart: row.blocked_from_start,
  });
  const waiting = joined.status === "soft_bounced";
  const begins = waiting && row.window_started_at === null;
  const change: Change = {
    id: row.id,
    status: joined.status,
    delivered: joined.delivered,
    reason: reasonFor(joined.reasonOf, attempts, row.stopped),
    problem: joined.problem ?? row.problem,
    window_started_at: begins ? row.now : row.window_started_at,
    next_attempt_at: begins
      ? firstAttemptDue(new Date(row.now), env().SOFT_BOUNCE_WINDOW).toISOString()
      : waiting
        ? row.next_attempt_at
        : null,
    attempt_count: attempts.length,
  };
  const same =
    change.status === row.status &&
    change.delivered === row.delivered &&
    change.problem === row.problem &&
    change.window_started_at === row.window_started_at &&
    change.next_attempt_at === row.next_attempt_at &&
    change.attempt_count === row.attempt_count &&
    sameReason(change.reason, row.reason);
  return same ? null : change;
}

const STOPPED: Record<StopReason, ReasonCode> = {
  problem: "address_blocked",
  changed: "stopped_changed",
  gone: "stopped_gone",
  cancelled: "stopped_cancelled",
};

function reasonFor(
  reasonOf: Standing["reasonOf"],
  attempts: KnownAttempt[],
  stopped: StopReason | null,
): Reason | null {
  if (reasonOf === "expired") {
    const last = attempts.findLast((attempt) => attempt.fact === "soft_bounced");
    return { ...last?.reason, code: "expired" };
  }
  if (reasonOf === "blocked") return { code: "address_blocked" };
  if (reasonOf === "stopped") return stopped && { code: STOPPED[stopped] };
  const attempt = attempts.find(({ number }) => number === reasonOf);
  /* Why an address is blocked is other offices' business. */
  if (attempt?.fact === "blocked") return { code: "address_blocked" };
  return attempt?.reason ?? null;
}

function sameReason(a: Reason | null, b: Reason | null): boolean {
  return a?.code === b?.code && a?.detail === b?.detail && a?.enhanced === b?.enhanced && a?.host === b?.host;
}

async function writeChanges(tx: Tx, changes: Change[]): Promise<void> {
  await tx.execute(sql`
    update messages m set
      status = v.status, delivered = v.delivered, reason = v.reason, problem = v.problem,
      window_started_at = v.window_started_at, next_attempt_at = v.next_attempt_at,
      attempt_count = v.attempt_count, status_at = now()
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as v(id uuid, status message_status,
      delivered boolean, reason jsonb, problem email_status, window_started_at timestamptz,
      next_attempt_at timestamptz, attempt_count smallint)
    where m.id = v.id and m.id = any (${uuids(changes.map(({ id }) => id))})`);
}
