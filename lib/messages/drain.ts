import { asc, isNull, sql } from "drizzle-orm";
import { attempts } from "@/lib/db/schema/messages";
import { providerEvents } from "@/lib/db/schema/traffic";
import { asSystem, type Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { reduceEventsOf } from "@/lib/inbox/reduce";
import { log } from "@/lib/log";
import { classify } from "@/lib/mail/classify";
import { type ProviderEvent, parseProviderEvent } from "@/lib/mail/event";
import { attemptsOfErased } from "@/lib/messages/erased";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import type { Settled } from "@/lib/messages/settle";

const AT_ONCE = 1000;

export type Drained = Settled & { taken: number };

type Outcome = { id: number; outcome: string; attempt_id: string | null; of_office: string | null };

/**
 * Folds up to a thousand waiting events into messages, addresses and counts. Two drains at once
 * take different rows; a crash leaves all of them waiting.
 *
 * @returns `taken` below 1,000 means that the inbox was empty afterwards.
 */
export async function drainInbox(): Promise<Drained> {
  const { refused, ...drained } = await asSystem(foldWaiting);
  /* Not the address's fault, so no office can remedy it. */
  if (refused.length > 0) {
    log().warn({ reasons: timesEach(refused) }, "mail was refused, and not because of its address");
  }
  return drained;
}

type Folded = Drained & {
  /** Why, for each mail that was refused. */
  refused: string[];
};

async function foldWaiting(tx: Tx): Promise<Folded> {
  const rows = await tx
    .select({
      id: providerEvents.id,
      eventId: providerEvents.eventId,
      payload: providerEvents.payload,
      receivedAt: providerEvents.receivedAt,
    })
    .from(providerEvents)
    .where(isNull(providerEvents.processedAt))
    .orderBy(asc(providerEvents.id))
    .limit(AT_ONCE)
    .for("update", { skipLocked: true });
  if (rows.length === 0) return { taken: 0, changed: 0, softBounced: false, refused: [] };

  const waiting = rows.map((row) => ({ ...row, event: parseProviderEvent(row.payload) }));
  const known = await knownAttempts(
    tx,
    waiting.flatMap(({ event }) => event ?? []),
  );
  const records: FactRecord[] = [];
  const outcomes: Outcome[] = [];
  for (const { id, eventId, event, receivedAt } of waiting) {
    const officeId = known.get(event?.attemptId ?? "");
    const attemptId = officeId ? (event?.attemptId ?? null) : null;
    const classified = event && classify(event);
    const outcome = attemptId ? (classified?.fact ?? "unknown_type") : "no_attempt";
    outcomes.push({ id, outcome, attempt_id: attemptId, of_office: officeId ?? null });
    if (!attemptId || !classified) continue;
    records.push({
      attemptId,
      ...classified,
      source: "event",
      key: `event:${eventId}`,
      occurredAt: event.occurredAt ?? receivedAt,
      ...(event.emailId && { providerId: event.emailId }),
    });
  }
  const { changed, softBounced, erased } = await foldFacts(tx, records);
  await tx.execute(sql`
      update provider_events e set processed_at = now(), outcome = v.outcome, attempt_id = v.attempt_id,
        of_office = v.of_office
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
        as v(id bigint, outcome text, attempt_id uuid, of_office uuid)
      where e.id = v.id`);
  const odd = outcomes.flatMap((row) => (row.outcome === "unknown_type" ? (row.attempt_id ?? []) : []));
  await reduceEventsOf(tx, await attemptsOfErased(tx, { messageIds: erased, attemptIds: odd }));
  const refused = records.flatMap(({ fact, reason }) => (fact === "refused" && reason ? reason.code : []));
  return { taken: rows.length, changed, softBounced, refused };
}

function timesEach(words: readonly string[]): Record<string, number> {
  const times: Record<string, number> = {};
  for (const word of words) times[word] = (times[word] ?? 0) + 1;
  return times;
}

/**
 * Attempts of ours, and of which office. An event finds its attempt by the tag that every mail carries,
 * also before the call's answer is known.
 */
async function knownAttempts(tx: Tx, events: ProviderEvent[]): Promise<Map<string, string>> {
  const tags = [...new Set(events.flatMap(({ attemptId }) => attemptId ?? []))];
  const rows = await tx
    .select({ id: attempts.id, officeId: attempts.officeId })
    .from(attempts)
    .where(sql`${attempts.id} = any (${uuids(tags)})`);
  return new Map(rows.map(({ id, officeId }) => [id, officeId]));
}
