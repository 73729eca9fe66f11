import { and, eq, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import {
  createInvitation,
  forgetUninvited,
  type Invitation,
  mailInvitation,
  personWithAddress,
  personWithId,
} from "@/lib/auth/invite";
import type { invitationSchema } from "@/lib/colleagues/input";
import { invitations, memberships } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { Invalid, NotFound } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { type Colleague, record } from "@/lib/log-book/record";
import { refuseSuspended } from "@/lib/offices/hold";

/** The office that invites, as its mail names it. */
export type Inviting = { id: string; name: string; language: Language };

type InvitationInput = z.output<typeof invitationSchema>;

/**
 * Invites a person by mail, who becomes a colleague by accepting. The inviter sees no difference between
 * people with and without a login.
 *
 * @returns whether the mail was sent; if not, the invitation can be sent again.
 * @throws Invalid `ownAddress`, `alreadyColleague`, `alreadyInvited`, `office_suspended`
 */
export async function inviteColleague(
  office: Inviting,
  actor: Colleague,
  input: InvitationInput,
): Promise<boolean> {
  const invitation = await asAuth((tx) => storeInvitation(tx, office.id, actor, input));
  return sendInvitation(invitation, office, actor.name);
}

/** As `inviteColleague`, in a transaction (as `auth`) that does more; send the invitation after it. */
export async function storeInvitation(
  tx: Tx,
  officeId: string,
  actor: Colleague,
  { email, role, register, mailings }: InvitationInput,
): Promise<Invitation> {
  await refuseSuspended(tx, officeId);
  const person = await personWithAddress(tx, email);
  if (person.id === actor.id) throw new Invalid("ownAddress");
  const here = and(eq(memberships.officeId, officeId), eq(memberships.userId, person.id));
  const [known] = await tx.select({ role: memberships.role }).from(memberships).where(here);
  if (known) throw new Invalid("alreadyColleague");
  const [row] = await tx
    .insert(invitations)
    .values({
      userId: person.id,
      officeId,
      role,
      registerRight: register,
      mailingsRight: mailings,
      invitedByName: actor.name,
    })
    .onConflictDoNothing()
    .returning({ userId: invitations.userId });
  if (!row) throw new Invalid("alreadyInvited");
  const object = { id: person.id, name: email };
  const details = { role, register, mailings };
  await record(tx, officeId, { actor, act: "colleague.invited", object, details });
  return createInvitation(tx, person);
}

/**
 * Mails an invitation again, with a new link and a new time limit. Pressing twice within a minute sends one
 * mail.
 *
 * @returns whether the mail was sent.
 * @throws NotFound if nobody with this id is invited to the office.
 * @throws Invalid `office_suspended`
 */
export async function resendInvitation(office: Inviting, actor: Colleague, userId: string): Promise<boolean> {
  const invitation = await asAuth(async (tx) => {
    await refuseSuspended(tx, office.id);
    const person = await invitedPerson(tx, office.id, userId);
    const [due] = await tx
      .update(invitations)
      .set({ sentAt: sql`now()` })
      .where(and(isInvitation(office.id, userId), lt(invitations.sentAt, sql`now() - interval '1 minute'`)))
      .returning({ userId: invitations.userId });
    if (!due) return null;
    const object = { id: userId, name: person.email };
    await record(tx, office.id, { actor, act: "colleague.invitedAgain", object });
    return createInvitation(tx, person);
  });
  return invitation === null || sendInvitation(invitation, office, actor.name);
}

/**
 * Withdraws an invitation; its link no longer leads to this office.
 *
 * @throws NotFound if nobody with this id is invited to the office.
 */
export async function withdrawInvitation(officeId: string, actor: Colleague, userId: string): Promise<void> {
  await asAuth(async (tx) => {
    const person = await invitedPerson(tx, officeId, userId);
    await tx.delete(invitations).where(isInvitation(officeId, userId));
    const object = { id: userId, name: person.email };
    await record(tx, officeId, { actor, act: "colleague.withdrawn", object });
    await forgetUninvited(tx, userId);
  });
}

/** @returns whether the mail went out. */
export function sendInvitation(
  invitation: Invitation,
  { name, language }: Omit<Inviting, "id">,
  inviterName: string,
): Promise<boolean> {
  return mailInvitation(invitation, {
    language: invitation.language ?? language,
    officeName: name,
    inviterName,
  });
}

/** @throws NotFound if `userId` is no id. */
function isInvitation(officeId: string, userId: string) {
  if (!isUuid(userId)) throw new NotFound();
  return and(eq(invitations.officeId, officeId), eq(invitations.userId, userId));
}

/**
 * The invited person. Locks the invitation until the transaction ends.
 *
 * @throws NotFound if nobody with this id is invited to the office.
 */
async function invitedPerson(tx: Tx, officeId: string, userId: string) {
  const [row] = await tx
    .select({ userId: invitations.userId })
    .from(invitations)
    .where(isInvitation(officeId, userId))
    .for("update");
  if (!row) throw new NotFound();
  return personWithId(tx, userId);
}
