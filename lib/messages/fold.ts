import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { type Fact, isFinal, RANK } from "@/lib/messages/facts";
import { holdAddressesOf } from "@/lib/messages/hold-addresses";
import type { Reason } from "@/lib/messages/reason";
import { reduceReasons } from "@/lib/messages/reduce-reasons";
import { type Settled, settleMessages } from "@/lib/messages/settle";

/** Something learnt about an attempt. */
export type FactRecord = {
  attemptId: string;
  fact: Fact;
  source: "call" | "event" | "lookup" | "link";
  /** The same thing learnt twice has the same key. */
  key: string;
  reason: Reason | null;
  occurredAt: Date;
  /** The provider's id of the mail, where it came along. */
  providerId?: string;
};

export type Folded = Settled & {
  /** Those of the messages whose recipient has been erased. */
  erased: string[];
};

/** Facts that the rows of attempts and batches already show, which are not stored again. */
const TOLD_BY_ROWS: ReadonlySet<Fact> = new Set(["queued", "unanswered", "sent"]);

function toldByRows({ source, fact }: FactRecord): boolean {
  return source === "call" && TOLD_BY_ROWS.has(fact);
}

function ofAttempts(ids: SQL): SQL {
  return sql`m.id in (select a.message_id from attempts a where a.id = any (${ids}))`;
}

/**
 * Adds facts to what is known of their attempts and brings messages, addresses and counts up to
 * date. Any order and any repetition of the same records leaves the same state: an attempt keeps its
 * highest fact, and among equal ones the earliest.
 *
 * @param tx a transaction as system: a problem reaches cards of other offices.
 */
export async function foldFacts(tx: Tx, records: FactRecord[]): Promise<Folded> {
  if (records.length === 0) return { changed: 0, softBounced: false, erased: [] };
  const rows = JSON.stringify(
    records.map((record) => ({
      attempt_id: record.attemptId,
      fact: RANK[record.fact],
      source: record.source,
      key: record.key,
      reason: record.reason,
      occurred_at: record.occurredAt.toISOString(),
      provider_id: record.providerId ?? null,
      told: toldByRows(record),
    })),
  );
  const learnt = sql`jsonb_to_recordset(${rows}::jsonb) as v(attempt_id uuid, fact smallint, source text,
    key text, reason jsonb, occurred_at timestamptz, provider_id text, told boolean)`;

  const finding = records.flatMap(({ fact, attemptId }) => (isFinal(fact) ? [attemptId] : []));
  if (finding.length > 0) await holdAddressesOf(tx, ofAttempts(uuids(finding)));
  const attemptIds = uuids([...new Set(records.map((record) => record.attemptId))]);
  const locked = await tx.execute<{ id: string; erased: boolean }>(sql`
    select m.id, m.address_hash is not null as erased from messages m where ${ofAttempts(attemptIds)}
    order by m.id for update`);
  const news = records.some((record) => !toldByRows(record));
  if (news)
    await tx.execute(sql`
    insert into facts (office_id, message_id, attempt_id, fact, source, key, reason, occurred_at)
    select a.office_id, a.message_id, a.id, v.fact, v.source, v.key, v.reason, v.occurred_at
    from ${learnt} join attempts a on a.id = v.attempt_id
    where not v.told
    on conflict (key) do nothing`);
  const better = sql`(v.fact > a.fact
    or (v.fact = a.fact and (v.occurred_at, v.key) < (a.fact_at, a.fact_key)))`;
  await tx.execute(sql`
    update attempts a set
      provider_id = coalesce(a.provider_id, v.provider_id),
      accepted_at = coalesce(a.accepted_at, case when v.provider_id is not null then now() end),
      fact = case when ${better} then v.fact else a.fact end,
      fact_at = case when ${better} then v.occurred_at else a.fact_at end,
      fact_key = case when ${better} then v.key else a.fact_key end,
      reason = case when ${better} then v.reason else a.reason end
    from (
      select distinct on (v.attempt_id) v.attempt_id, v.fact, v.key, v.reason, v.occurred_at,
        max(v.provider_id) over (partition by v.attempt_id) as provider_id
      from ${learnt}
      order by v.attempt_id, v.fact desc, v.occurred_at, v.key
    ) v
    where a.id = v.attempt_id and a.id = any (${attemptIds})
      and (${better} or (a.provider_id is null and v.provider_id is not null))`);
  const erased = locked.flatMap((row) => (row.erased ? [row.id] : []));
  await reduceReasons(tx, erased);
  const settled = await settleMessages(
    tx,
    locked.map((row) => row.id),
  );
  return { ...settled, erased };
}
