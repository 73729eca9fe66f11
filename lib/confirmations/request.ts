import { sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { members } from "@/lib/db/schema/members";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { Conflict, Invalid } from "@/lib/errors";
import { mailingRequested } from "@/lib/events";
import { type Colleague, record } from "@/lib/log-book/record";
import { moveMailing } from "@/lib/mailings/state";
import { type Audience, audienceCondition } from "@/lib/members/audience";
import { notAskedLately } from "@/lib/messages/asked";
import { refuseHeld } from "@/lib/offices/hold";
import { announce } from "@/lib/outbox/announce";
import { dispatchSoon } from "@/lib/outbox/dispatch";

/** `first` asks unconfirmed cards, `again` those that have been asked and have not reacted. */
export type Round = "first" | "again";

const STATUS = { first: "unconfirmed", again: "confirmation_requested" } as const;

export type ToAsk = {
  /** Cards of the view that would be asked in this round. */
  cards: number;
  /** Mails that would be sent: one per address, see `notAskedLately`. */
  mails: number;
  /** Addresses left out because they were asked in the last 24 hours, or are about to be. */
  askedLately: number;
};

/** Counts who would be asked now. */
export function countToAsk(officeId: string, audience: Audience, round: Round): Promise<ToAsk> {
  return withOffice(officeId, (tx) => count(tx, officeId, narrowed(audience, round)));
}

/**
 * Sends a confirmation request to the cards of a view, one mail per address. It is a mailing like
 * any other: it shows in the list and its messages have statuses.
 *
 * @param title subject shown in the list of mailings.
 * @returns the mailing's id.
 * @throws Invalid if there is nobody to ask, all were asked in the last 24 hours, or nothing may go out
 *   of the office.
 */
export async function requestConfirmations(
  officeId: string,
  actor: Colleague,
  audience: Audience,
  round: Round,
  title: string,
): Promise<string> {
  const asked = narrowed(audience, round);
  const mailingId = await withOffice(officeId, async (tx) => {
    await refuseHeld(tx, officeId);
    const { cards, mails } = await count(tx, officeId, asked);
    if (cards === 0) throw new Invalid("nobody_to_ask");
    if (mails === 0) throw new Invalid("asked_lately");
    const [row] = await tx
      .insert(mailings)
      .values({
        officeId,
        kind: "confirmation_request",
        subject: title,
        audience: asked,
        onePerAddress: true,
        createdBy: actor.id,
        createdByName: actor.name,
      })
      .returning({ id: mailings.id });
    if (!row) throw new Conflict();
    const object = await moveMailing(tx, officeId, row.id, "preparing", { requestedAt: sql`now()` });
    await record(tx, officeId, { actor, act: "mailing.asked", object, details: { count: mails } });
    await announce(tx, officeId, [mailingRequested.create({ officeId, mailingId: row.id })]);
    return row.id;
  });
  await dispatchSoon();
  return mailingId;
}

/** Narrows a view to the cards of a round; a view of another status has nobody to ask. */
function narrowed(audience: Audience, round: Round): Audience {
  const status = STATUS[round];
  return !audience.status || audience.status === status ? { ...audience, status } : { ids: [] };
}

async function count(tx: Tx, officeId: string, audience: Audience): Promise<ToAsk> {
  const [row] = await tx.execute<ToAsk>(sql`
    select count(*)::int as cards,
      count(distinct c.email) filter (where c.free)::int as mails,
      count(distinct c.email) filter (where not c.free)::int as "askedLately"
    from (
      select c.email, ${notAskedLately} as free
      from (select * from ${members} where office_id = ${officeId} and ${audienceCondition(audience)}) c
    ) c`);
  if (!row) throw new Error("a count always has a row");
  return row;
}
