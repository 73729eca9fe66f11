import { and, eq, sql } from "drizzle-orm";
import { createInvitation, giveFirstPassword, type Invitation, personWithAddress } from "@/lib/auth/invite";
import { invitations, memberships } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { record } from "@/lib/log-book/record";

export type NewAdministrator = {
  officeId: string;
  /** Normalised, as `emailSchema` gives it. */
  email: string;
  name?: string;
  /** Hash of the first password; left out, the person gets an invitation. */
  passwordHash?: string;
};

/** `known`: somebody who has a login already, and keeps the password. */
export type Admitted = { kind: "known" | "password" } | { kind: "invited"; invitation: Invitation };

const ADMINISTRATOR = { role: "administrator", register: "none", mailings: "none" };

/**
 * For the operator: makes a person, new or known, an administrator of an office. A known person keeps the
 * password; a new one without a password is invited.
 */
export function createAdministrator(input: NewAdministrator): Promise<Admitted> {
  return asAuth((tx) => insertAdministrator(tx, input));
}

/** As `createAdministrator`, in a transaction (as `auth`) that does more. */
export async function insertAdministrator(
  tx: Tx,
  { officeId, email, name, passwordHash }: NewAdministrator,
): Promise<Admitted> {
  const person = await personWithAddress(tx, email);
  const place = { userId: person.id, officeId, role: "administrator" as const };
  const object = { id: person.id, name: name || email };
  const actor = { kind: "operator" as const };
  if (!person.hasPassword && passwordHash === undefined) {
    await tx
      .insert(invitations)
      .values(place)
      .onConflictDoUpdate({
        target: [invitations.userId, invitations.officeId],
        set: { role: "administrator", sentAt: sql`now()` },
      });
    await record(tx, officeId, { actor, act: "colleague.invited", object, details: ADMINISTRATOR });
    return { kind: "invited", invitation: await createInvitation(tx, person) };
  }
  await tx
    .insert(memberships)
    .values(place)
    .onConflictDoUpdate({
      target: [memberships.userId, memberships.officeId],
      set: { role: "administrator" },
    });
  await tx
    .delete(invitations)
    .where(and(eq(invitations.userId, person.id), eq(invitations.officeId, officeId)));
  await record(tx, officeId, { actor, act: "colleague.added", object, details: ADMINISTRATOR });
  if (person.hasPassword || passwordHash === undefined) return { kind: "known" };
  await giveFirstPassword(tx, person.id, { passwordHash, name });
  return { kind: "password" };
}
