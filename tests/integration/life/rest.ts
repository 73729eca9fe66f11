import { AppError } from "@/lib/errors";
import { classify } from "@/lib/mail/classify";
import { parseProviderEvent } from "@/lib/mail/event";
import { resumeMailing } from "@/lib/mailings/hold";
import { factOfRank, RANK } from "@/lib/messages/facts";
import { restoreOffice } from "@/lib/offices/suspend";
import type { Life } from "@/tests/integration/life/life";
import { ANNA } from "@/tests/support/actor";

/** Waits, one after the other, until nothing is under way. */
const WAITS = [
  "3 minutes",
  "3 minutes",
  "70 minutes",
  "70 minutes",
  "25 hours",
  "70 minutes",
  "25 hours",
  "2 days",
  "2 days",
  "2 days",
  "70 minutes",
  "70 minutes",
  "2 days",
];

/**
 * Lets everything finish: the provider works, nothing is held, all jobs run, and time passes.
 *
 * @returns what is still under way, and should not be.
 */
export async function comeToRest(life: Life): Promise<string[]> {
  await life.noFaults();
  life.jobs.down = false;
  for (const { slug } of life.offices) {
    for (let times = 0; times < 2; times++) await allowed(() => restoreOffice(slug));
  }
  for (const {
    id,
    office_id,
  } of await life.sql`select id, office_id from mailings where state = 'paused' order by created_at`) {
    await allowed(() => resumeMailing(String(office_id), ANNA, String(id)));
  }
  for (const wait of WAITS) {
    await runAll(life);
    const left = await underWay(life);
    if (left.length === 0) break;
    await life.letPass(wait);
  }
  await runAll(life);
  return underWay(life);
}

async function allowed(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

async function runAll(life: Life): Promise<void> {
  for (let round = 0; round < 20; round++) {
    for (const event of await life.untold()) await life.tell(event);
    await life.jobs.cron("drain");
    while (life.jobs.waiting.length > 0) await life.jobs.takeUp(0, {}, false);
    await life.jobs.cron("start");
    await life.jobs.cron("sweep");
    await life.jobs.cron("retry");
    if ((await life.untold()).length === 0 && life.jobs.waiting.length === 0) return;
  }
  throw new Error("the jobs never end");
}

async function underWay({ sql }: Life): Promise<string[]> {
  const rows = await sql<{ what: string }[]>`
    select 'mailing ' || state || ' ' || id || ' ' || kind as what from mailings where state in ('preparing', 'sending', 'paused', 'scheduled')
    union all select 'batch ' || state || ' ' || id || ' calls ' || calls || ' of chunk ' || chunk from batches where state in ('open', 'stale')
    union all select 'message ' || m.status || ' ' || m.id || ' of a mailing ' || l.state || ' ' || m.address from messages m
      join mailings l on l.id = m.mailing_id where m.status in ('queued', 'soft_bounced')
        or (m.status = 'none' and l.state <> 'cancelled')
        or (m.status = 'unknown' and not exists (select from attempts a where a.message_id = m.id and a.fact = 70))
    union all select 'refresh ' || id from refreshes where finished_at is null
    union all select 'event ' || type from provider_events where processed_at is null
    union all select 'erasure of ' || member_id from erasures
    union all select 'announcement ' || name from outbox where sent_at is null`;
  return rows.map(({ what }) => what);
}

/**
 * What is to hold at rest: of each mail the attempt knows what is the highest of all that was told, and each
 * attempt that was not refused has its mail.
 */
export async function disagreements({ sql, provider }: Life): Promise<string[]> {
  type Row = { attempt: string; events: { type: string; detail: Record<string, unknown> | null }[] };
  const mails = await provider<Row[]>`
    select (select tag ->> 'value' from jsonb_array_elements(e.tags) tag where tag ->> 'name' = 'attempt') as attempt,
      coalesce((
        select jsonb_agg(jsonb_build_object('type', v.type, 'detail', v.detail))
        from resend_server.events v where v.email_seq = e.seq
      ), '[]') as events
    from resend_server.emails e`;
  const told = new Map(
    mails.map(({ attempt, events }) => [
      attempt,
      Math.max(
        RANK.sent,
        ...events.map(({ type, detail }) => {
          const event = parseProviderEvent({ type, data: { ...detail } });
          const classified = event && classify(event);
          return classified ? RANK[classified.fact] : 0;
        }),
      ),
    ]),
  );
  const attempts = await sql<
    { id: string; fact: number; other: number; address: string; state: string; forgotten: boolean }[]
  >`
    select a.id, a.fact, m.address, l.state,
      coalesce((select max(f.fact) from facts f where f.attempt_id = a.id and f.source in ('link', 'lookup')), 0) as other,
      exists (select from batches b where a.id = any (b.attempt_ids) and b.state = 'forgotten') as forgotten
    from attempts a join messages m on m.id = a.message_id join mailings l on l.id = m.mailing_id`;
  return attempts.flatMap(({ id, fact, other, address, forgotten }) => {
    const wanted = told.get(id);
    if (wanted === undefined)
      return fact === RANK.refused || forgotten || other > 0
        ? []
        : [`attempt ${id} to ${address} is ${factOfRank(fact)} and was never accepted`];
    const highest = Math.max(wanted, other);
    return highest === fact
      ? []
      : [`attempt ${id} to ${address} is ${factOfRank(fact)}, and ${factOfRank(highest)} was told`];
  });
}
