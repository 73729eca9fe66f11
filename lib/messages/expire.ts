import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { env } from "@/lib/env";
import { RANK } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { holdAddressesOf } from "@/lib/messages/hold-addresses";
import { type AttemptToAsk, askProvider } from "@/lib/messages/look-up";
import { settleMessages } from "@/lib/messages/settle";

const AT_ONCE = 20;
/** A provider that cannot be asked does not hold a message in its window for longer than this. */
const PATIENCE_SECONDS = 3600;

/** A retry of the message `m` waits for its turn or its answer: the provider cannot be asked about it yet. */
const beingHandedOver = sql`exists (
  select from attempts a where a.message_id = m.id and a.office_id = m.office_id
    and a.fact <= ${sql.raw(String(RANK.unanswered))} and a.provider_id is null)`;

type Over = { id: string; attempt_id: string | null; provider_id: string | null; patient: boolean };

/**
 * Settles messages whose window is over: the last attempt is looked up once more; if nothing
 * arrived and nothing was refused, the message has expired and counts as bounced.
 *
 * @returns how many were looked at; fewer than 20 means that none is left for now.
 */
export async function expireNext(): Promise<number> {
  const window = env().SOFT_BOUNCE_WINDOW;
  const patient = sql`(m.window_started_at + ${window + PATIENCE_SECONDS} * interval '1 second' > now())`;
  const over = await asSystem((tx) =>
    tx.execute<Over>(sql`
      select m.id, a.id as attempt_id, a.provider_id,
        ${patient} as patient
      from messages m
      left join lateral (
        select id, provider_id from attempts where message_id = m.id order by number desc limit 1
      ) a on true
      where m.next_attempt_at <= now() and m.status = 'soft_bounced'
        and m.window_started_at + ${window} * interval '1 second' <= now()
      order by m.next_attempt_at limit ${AT_ONCE}`),
  );
  if (over.length === 0) return 0;
  const toAsk: AttemptToAsk[] = over.flatMap(({ attempt_id, provider_id }) =>
    attempt_id && provider_id ? [{ attemptId: attempt_id, providerId: provider_id }] : [],
  );
  const answers = await askProvider(toAsk);
  const unreachable = new Set(answers.unreachable);
  const settled = over.filter(
    ({ attempt_id, patient }) => !(patient && attempt_id && unreachable.has(attempt_id)),
  );
  const ids = settled.map(({ id }) => id);
  await asSystem(async (tx) => {
    await holdAddressesOf(tx, sql`m.id = any (${uuids(ids)})`);
    await foldFacts(tx, answers.facts);
    await tx.execute(sql`select id from messages where id = any (${uuids(ids)}) order by id for update`);
    await tx.execute(sql`
      update messages m set expired_at = now()
      where m.id = any (${uuids(ids)}) and m.status = 'soft_bounced'
        and not (${patient} and ${beingHandedOver})`);
    await settleMessages(tx, ids);
    await tx.execute(sql`
      update messages set next_attempt_at = now() + interval '1 minute'
      where id = any (${uuids(over.map(({ id }) => id))}) and status = 'soft_bounced'`);
  });
  return over.length;
}
