import { erasures } from "@/lib/db/schema/members";
import { asSystem, type Tx, withOffice } from "@/lib/db/tenant";
import { finishErasure } from "@/lib/erasures/finish";
import { NotFound } from "@/lib/errors";
import { blankCard } from "@/lib/log-book/blank";
import { isErased } from "@/lib/log-book/queries";
import { type Actor, record } from "@/lib/log-book/record";
import { holdRegister } from "@/lib/members/lock";
import { lockMember, removeMember } from "@/lib/members/remove";
import { messagesToBlank } from "@/lib/messages/of-card";

/**
 * Erases a person (GDPR, article 17): removes the card, its name in the log, and from messages everything but
 * what statistics need. What was sent cannot be called back; what was not is not sent.
 *
 * One transaction removes the card and writes down what to blank; the blanking follows at once, and after a
 * crash, or for a mail under way, the sweep does it. Erasing twice does no harm.
 *
 * @throws NotFound if the office has no such card and has erased none.
 */
export async function eraseMember(officeId: string, actor: Actor, id: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    try {
      await writeDown(tx, officeId, actor, id);
    } catch (error) {
      if (!(error instanceof NotFound) || !(await isErased(tx, officeId, id))) throw error;
    }
  });
  await asSystem((tx) => finishErasure(tx, id));
}

async function writeDown(tx: Tx, officeId: string, actor: Actor, memberId: string): Promise<void> {
  await holdRegister(tx, officeId, "shared");
  /* Waits for a mailing that is taking its recipients, which locks the card. */
  const card = await lockMember(tx, officeId, memberId);
  const { messageIds, addresses } = await messagesToBlank(tx, officeId, card);
  await tx.insert(erasures).values({ officeId, memberId, messageIds, addresses });
  await removeMember(tx, officeId, memberId);
  await record(tx, officeId, { actor, act: "card.erased", object: { id: memberId, name: "" } });
  await blankCard(tx, memberId);
}
