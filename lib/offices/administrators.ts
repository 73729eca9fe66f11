import { createInvitation, giveFirstPassword, type Invitation, personWithAddress } from "@/lib/auth/invite";
import { memberships } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";

export type NewAdministrator = {
  officeId: string;
  /** Normalised, as `emailSchema` gives it. */
  email: string;
  name?: string;
  /** Hash of the first password; left out, the person gets an invitation. */
  passwordHash?: string;
};

/** `known`: somebody who logs in already, with the password they have. */
export type Admitted = { kind: "known" | "password" } | { kind: "invited"; invitation: Invitation };

/** Makes a person, new or known, administrator of an office. A known person's password stays. */
export function createAdministrator(input: NewAdministrator): Promise<Admitted> {
  return asAuth((tx) => insertAdministrator(tx, input));
}

/** As `createAdministrator`, in a transaction (as `auth`) that does more. */
export async function insertAdministrator(
  tx: Tx,
  { officeId, email, name, passwordHash }: NewAdministrator,
): Promise<Admitted> {
  const person = await personWithAddress(tx, email);
  await tx
    .insert(memberships)
    .values({ userId: person.id, officeId, role: "administrator" })
    .onConflictDoUpdate({
      target: [memberships.userId, memberships.officeId],
      set: { role: "administrator" },
    });
  if (person.hasPassword) return { kind: "known" };
  if (passwordHash === undefined) {
    return { kind: "invited", invitation: await createInvitation(tx, { userId: person.id, email }) };
  }
  await giveFirstPassword(tx, person.id, { passwordHash, name });
  return { kind: "password" };
}
