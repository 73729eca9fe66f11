import { and, eq, sql } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import { asAuth, partInOffice, type Tx, withOffice } from "@/lib/db/tenant";
import { Invalid, NotFound } from "@/lib/errors";
import { type Colleague, record } from "@/lib/log-book/record";
import { countMailings, type MailingCounts } from "@/lib/mailings/under-way";
import { countMembers } from "@/lib/members/queries";
import { getMemberOffice, isMemberOffice, refuseOtherName } from "@/lib/offices/member-offices";

/** Days in which the operator can restore a deleted office. */
export const RESTORE_DAYS = 30;

export type Holdings = { cards: number; mailings: MailingCounts };

/** What would be deleted together with an office. */
export function holdingsOf(officeId: string): Promise<Holdings> {
  return withOffice(officeId, async (tx) => {
    const { total } = await countMembers(tx, officeId);
    return { cards: total, mailings: await countMailings(tx, officeId) };
  });
}

/**
 * Closes a member office: nobody can enter it any more, and after thirty days it is removed with everything
 * in it. Links in its mails work until then.
 *
 * @param typed the office's name, as the administrator has typed it.
 * @throws NotFound if the head office has no such member office.
 * @throws Invalid `nameDiffers`, or `underWay` while a mailing is being sent; a paused one stays paused.
 */
export async function deleteMemberOffice(
  head: { id: string; name: string },
  actor: Colleague,
  id: string,
  typed: string,
): Promise<void> {
  await getMemberOffice(head.id, id);
  await asAuth(async (tx) => {
    /* The head office remains one even without its last member office. Locked before the member office, in
       the same order as when settings are handed down. */
    await tx
      .update(offices)
      .set({ head: true })
      .where(and(eq(offices.id, head.id), eq(offices.head, false)));
    const [office] = await tx
      .select({ name: offices.name })
      .from(offices)
      .where(isMemberOffice(head.id, id))
      .for("update");
    if (!office) throw new NotFound();
    refuseOtherName(office.name, typed);
    /* Checked under the lock on the office, for which whoever presses "send" waits. */
    const { underWay } = await partInOffice(tx, id, (own) => countMailings(own, id));
    if (underWay > 0) throw new Invalid("underWay", { count: underWay });
    await tx.update(offices).set({ deletedAt: sql`now()` }).where(eq(offices.id, id));
    const object = { id, name: office.name };
    await record(tx, head.id, { actor, act: "office.memberDeleted", object });
    await record(tx, id, { actor: { ...actor, from: head.name }, act: "office.deleted" });
  });
}

/**
 * For the sweep: removes offices that were deleted long enough ago, with everything in them.
 *
 * @returns how many.
 */
export async function purgeOffices(tx: Tx): Promise<number> {
  const gone = await tx
    .delete(offices)
    .where(sql`${offices.deletedAt} < now() - ${RESTORE_DAYS} * interval '1 day'`)
    .returning({ id: offices.id });
  return gone.length;
}
