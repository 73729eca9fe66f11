import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { env } from "@/lib/env";
import { foldFacts } from "@/lib/messages/fold";
import { holdAddressesOf } from "@/lib/messages/hold-addresses";
import { type AttemptToAsk, askProvider } from "@/lib/messages/look-up";
import { settleMessages } from "@/lib/messages/settle";

const AT_ONCE = 20;
/** A provider that cannot be asked does not hold a message in its window for longer than this. */
const PATIENCE_SECONDS = 3600;

type Over = { id: string; attempt_id: string | null; provider_id: string | null; patient: boolean };

/**
 * Settles messages whose window is over: the last attempt is looked up once more; if nothing
 * arrived and nothing was refused, the message has expired and counts as bounced.
 *
 * @returns how many were looked at; fewer than 20 means that none is left for now.
 */
export async function expireNext(): Promise<number> {
  const window = env().SOFT_BOUNCE_WINDOW;
  const over = await asSystem((tx) =>
    tx.execute<Over>(sql`
      select m.id, a.id as attempt_id, a.provider_id,
        m.window_started_at + ${window + PATIENCE_SECONDS} * interval '1 second' > now() as patient
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
      update messages set expired_at = now()
      where id = any (${uuids(ids)}) and status = 'soft_bounced' and expired_at is null`);
    await settleMessages(tx, ids);
    const held = over.filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
    await tx.execute(sql`
      update messages set next_attempt_at = now() + interval '1 minute'
      where id = any (${uuids(held)}) and status = 'soft_bounced'`);
  });
  return over.length;
}
