import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { Conflict, Invalid } from "@/lib/errors";
import { type Actor, record } from "@/lib/log-book/record";
import { type DraftRef, lockDraft } from "@/lib/mailings/draft";
import type { LocalTime } from "@/lib/mailings/input";
import { refuseUnsendable } from "@/lib/mailings/send";
import { moveMailing } from "@/lib/mailings/state";
import { refuseHeld } from "@/lib/offices/hold";
import { ownOffice } from "@/lib/offices/own";

/**
 * Lets a draft go out by itself at a time to come. Who gets it is decided then.
 *
 * @param draft in the version that the author saw.
 * @param local day and time by the clock of the office.
 * @throws Invalid for what the author can mend: the text, a view in which nobody has confirmed, a time that
 *   has passed, is more than a year away, or is left out when the clocks go forward.
 * @throws Conflict if it is no draft any more; Outdated if somebody saved it since.
 */
export async function scheduleMailing(
  officeId: string,
  actor: Actor,
  draft: DraftRef,
  local: LocalTime,
): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const mailing = await lockDraft(tx, officeId, draft);
    await refuseHeld(tx, officeId);
    await refuseUnsendable(tx, mailing);
    const { timeZone } = await ownOffice(tx, officeId);
    const at = await instantOf(tx, local, timeZone);
    const object = await moveMailing(tx, officeId, draft.id, "scheduled", {
      scheduledAt: sql`${at.toISOString()}::timestamptz`,
    });
    await record(tx, officeId, { actor, act: "mailing.scheduled", object, details: { at: at.getTime() } });
  });
}

/**
 * Makes a scheduled mailing a draft again.
 *
 * @throws Conflict if it is none, or has begun meanwhile.
 */
export async function unscheduleMailing(officeId: string, actor: Actor, mailingId: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    /* Of one that has begun the program alone makes a draft again. */
    const [scheduled] = await tx
      .select({ id: mailings.id })
      .from(mailings)
      .where(
        and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId), eq(mailings.state, "scheduled")),
      )
      .for("update");
    if (!scheduled) throw new Conflict("a mailing that is not scheduled");
    const object = await moveMailing(tx, officeId, mailingId, "draft", { scheduledAt: sql`null` });
    await record(tx, officeId, { actor, act: "mailing.unscheduled", object });
  });
}

type Judged = { at: string; passed: boolean; far: boolean; left_out: boolean };

/** The database knows the time zones, and its clock is the one that decides when the time has come. */
async function instantOf(tx: Tx, { day, time }: LocalTime, timeZone: string): Promise<Date> {
  const [judged] = await tx.execute<Judged>(sql`
    select at, at <= now() as passed, at > now() + interval '1 year' as far,
      at at time zone ${timeZone} <> local as left_out
    from (select ${`${day} ${time}`}::timestamp as local) l,
      lateral (select l.local at time zone ${timeZone} as at) i`);
  if (!judged) throw new Error("a row without a table is always there");
  if (judged.left_out) throw new Invalid("time_left_out");
  if (judged.passed) throw new Invalid("time_passed");
  if (judged.far) throw new Invalid("time_far");
  return new Date(judged.at);
}
