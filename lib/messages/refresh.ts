import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { refreshes } from "@/lib/db/schema/mailings";
import { asSystem, type Tx, withOffice } from "@/lib/db/tenant";
import { refreshRequested } from "@/lib/events";
import { RANK } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { askProvider } from "@/lib/messages/look-up";
import { announce } from "@/lib/outbox/announce";
import { dispatchSoon } from "@/lib/outbox/dispatch";

const AT_ONCE = 20;

export type Refresh = {
  id: string;
  requestedAt: Date;
  total: number | null;
  asked: number;
  changed: number;
  finishedAt: Date | null;
  /** Set where it has ended without asking about all. */
  failure: string | null;
};

/** The latest "Uppdatera resultat" of a mailing, under way or finished. */
export async function latestRefresh(tx: Tx, mailingId: string): Promise<Refresh | null> {
  const [row] = await tx
    .select({
      id: refreshes.id,
      requestedAt: refreshes.requestedAt,
      total: refreshes.total,
      asked: refreshes.asked,
      changed: refreshes.changed,
      finishedAt: refreshes.finishedAt,
      failure: refreshes.failure,
    })
    .from(refreshes)
    .where(eq(refreshes.mailingId, mailingId))
    .orderBy(desc(refreshes.requestedAt))
    .limit(1);
  return row ?? null;
}

/** An attempt that the provider knows and that is not settled; of one that was refused no more is expected. */
const unsettled = sql`a.provider_id is not null and a.fact < ${sql.raw(String(RANK.refused))}
  and m.status in ('queued', 'sent', 'unknown', 'deferred', 'soft_bounced') and not m.delivered`;

/**
 * Starts asking the provider about the messages of a mailing that are not settled, in the
 * background. A second press while one is under way changes nothing.
 */
export async function requestRefresh(officeId: string, mailingId: string, userId: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    await tx.execute(sql`select id from mailings where id = ${mailingId} for update`);
    const [running] = await tx
      .select({ id: refreshes.id })
      .from(refreshes)
      .where(and(eq(refreshes.mailingId, mailingId), isNull(refreshes.finishedAt)))
      .limit(1);
    if (running) return;
    const [refresh] = await tx
      .insert(refreshes)
      .values({
        officeId,
        mailingId,
        requestedBy: userId,
        total: sql`(select count(*) from messages m join attempts a on a.message_id = m.id
          where m.mailing_id = ${mailingId} and ${unsettled})`,
      })
      .returning({ id: refreshes.id });
    if (refresh) {
      await announce(tx, officeId, [refreshRequested.create({ officeId, mailingId, refreshId: refresh.id })]);
    }
  });
  await dispatchSoon();
}

export type RefreshCursor = { position: number; number: number };

export const BEGINNING: RefreshCursor = { position: -1, number: 0 };

/**
 * Asks about the next twenty attempts of a refresh, fewer where a long pause comes between, and folds in what the
 * provider says.
 *
 * @returns where to go on, or null when all have been asked, or the refresh has been closed.
 * @throws Error when the provider could be asked about none of them.
 */
export async function refreshNext(
  officeId: string,
  mailingId: string,
  refreshId: string,
  after: RefreshCursor,
): Promise<RefreshCursor | null> {
  const rows = await withOffice(officeId, (tx) =>
    tx.execute<{ attemptId: string; providerId: string; position: number; number: number }>(sql`
      select a.id as "attemptId", a.provider_id as "providerId", m.position, a.number
      from messages m join attempts a on a.message_id = m.id
      where m.mailing_id = ${mailingId} and ${unsettled}
        and m.position >= ${after.position}
        and (m.position, a.number) > (${after.position}::int, ${after.number}::int)
      order by m.position, a.number limit ${AT_ONCE}`),
  );
  const { facts, unreachable, asked } = await askProvider([...rows]);
  if (rows.length > 0 && unreachable.length === rows.length) throw new Error("the provider cannot be asked");
  const last = rows[asked - 1];
  const finished = asked === rows.length && asked < AT_ONCE;
  const goesOn = await asSystem(async (tx) => {
    const { changed } = await foldFacts(tx, facts);
    const open = await tx
      .update(refreshes)
      .set({
        asked: sql`least(${refreshes.total}, ${refreshes.asked} + ${asked})`,
        changed: sql`${refreshes.changed} + ${changed}`,
        askedAt: sql`now()`,
        finishedAt: finished ? sql`now()` : null,
      })
      .where(and(eq(refreshes.id, refreshId), isNull(refreshes.finishedAt)));
    return open.count > 0;
  });
  return goesOn && last && !finished ? { position: last.position, number: last.number } : null;
}

/**
 * A refresh about which nobody has asked for an hour was lost, or the provider is away: the button is to work
 * again.
 */
export async function closeForgottenRefreshes(tx: Tx): Promise<void> {
  await tx
    .update(refreshes)
    .set({ finishedAt: sql`now()`, failure: "forgotten" })
    .where(and(isNull(refreshes.finishedAt), sql`${refreshes.askedAt} < now() - interval '1 hour'`));
}
