import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { mailingRequested } from "@/lib/events";
import { log } from "@/lib/log";
import { record } from "@/lib/log-book/record";
import { missMailing } from "@/lib/mailings/miss";
import { countRecipients } from "@/lib/mailings/recipients";
import type { MailingRef } from "@/lib/mailings/stand-still";
import { moveMailing } from "@/lib/mailings/state";
import { NOBODY, storedAudience } from "@/lib/members/audience";
import { isHeld, maySend } from "@/lib/offices/hold";
import { announce } from "@/lib/outbox/announce";
import { dispatchSoon } from "@/lib/outbox/dispatch";

const AT_ONCE = 100;

/**
 * How late a scheduled mailing may start, because its office was held or nothing ran: "tonight" must not
 * arrive next week.
 */
const STILL_GOES = sql`interval '24 hours'`;

/**
 * Sends the scheduled mailings whose time has come, and makes those that are too late drafts again. Each in
 * a transaction of its own: what keeps one from beginning, or a crash, leaves the others alone.
 */
export async function startDueMailings(): Promise<void> {
  for (const mailing of await findDue()) {
    try {
      await startDue(mailing);
    } catch (error) {
      log().error({ err: error, ...mailing }, "a scheduled mailing could not be started");
    }
  }
  await dispatchSoon();
}

/** One of an office that is held waits, as long as it still goes. */
function findDue(): Promise<MailingRef[]> {
  return asSystem((tx) =>
    tx.execute<MailingRef>(sql`
      select m.office_id as "officeId", m.id as "mailingId" from mailings m
      where m.state = 'scheduled' and m.scheduled_at <= now()
        and (m.scheduled_at < now() - ${STILL_GOES}
          or ${maySend(sql`m.office_id`)})
      order by m.scheduled_at limit ${AT_ONCE}`),
  );
}

async function startDue({ officeId, mailingId }: MailingRef): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const [mailing] = await tx
      .select({
        audience: mailings.audience,
        onePerAddress: mailings.onePerAddress,
        scheduledAt: sql<string>`${mailings.scheduledAt}`,
        late: sql<boolean>`${mailings.scheduledAt} < now() - ${STILL_GOES}`,
      })
      .from(mailings)
      .where(
        and(
          eq(mailings.officeId, officeId),
          eq(mailings.id, mailingId),
          eq(mailings.state, "scheduled"),
          sql`${mailings.scheduledAt} <= now()`,
        ),
      )
      .for("update");
    if (!mailing) return;
    if (mailing.late) return missMailing(tx, officeId, mailingId, new Date(mailing.scheduledAt));
    if (await isHeld(tx, officeId)) return;
    /* One that cannot be read keeps the mailing from being prepared. */
    const audience = storedAudience(mailing.audience) ?? NOBODY;
    const { messages } = await countRecipients(tx, officeId, audience, mailing.onePerAddress);
    const object = await moveMailing(tx, officeId, mailingId, "preparing", { requestedAt: sql`now()` });
    const details = { count: messages };
    await record(tx, officeId, { actor: { kind: "program" }, act: "mailing.sent", object, details });
    await announce(tx, officeId, [mailingRequested.create({ officeId, mailingId })]);
  });
}
