import { eq, sql } from "drizzle-orm";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { hashPassword } from "@/lib/auth/password";
import { endSessionsOf } from "@/lib/auth/sessions";
import { INVITATION_DAYS, issueToken, revokeTokens, spendToken } from "@/lib/auth/tokens";
import { users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import type { Language } from "@/lib/i18n/language";
import { renderInvitation } from "@/lib/mail/account-mails";

export type Invitation = { tokenId: string; url: string; email: string };

/** The person with this address; made, without a password, when there is none. */
export async function personWithAddress(
  tx: Tx,
  email: string,
): Promise<{ id: string; hasPassword: boolean }> {
  const [row] = await tx
    .insert(users)
    .values({ email })
    .onConflictDoUpdate({ target: users.email, set: { email } })
    .returning({ id: users.id, hasPassword: sql<boolean>`${users.passwordHash} is not null` });
  if (!row) throw new Error("the person was not stored");
  return row;
}

/** Lets a person without a password log in with this one; a name goes with it, unless left out or empty. */
export async function giveFirstPassword(
  tx: Tx,
  userId: string,
  { passwordHash, name }: { passwordHash: string; name: string | undefined },
): Promise<void> {
  await tx
    .update(users)
    .set({ passwordHash, ...(name && { name }) })
    .where(eq(users.id, userId));
}

/** Makes the link on which somebody without a password chooses name and password. */
export async function createInvitation(
  tx: Tx,
  person: { userId: string; email: string },
): Promise<Invitation> {
  const { id, secret } = await issueToken(tx, person.userId, "invitation");
  return { tokenId: id, url: `${env().APP_URL}/activate/${secret}`, email: person.email };
}

/**
 * Mails an invitation, after the transaction that made it.
 *
 * @returns whether the provider took it.
 */
export async function mailInvitation(
  invitation: Invitation,
  words: { language: Language; officeName: string; inviterName: string | null },
): Promise<boolean> {
  const mail = await renderInvitation({ ...words, url: invitation.url, validDays: INVITATION_DAYS });
  return sendAccountMail(invitation.email, invitation.tokenId, mail);
}

/**
 * Gives the invited person name and password.
 *
 * @returns the person's id, or null when the link cannot be used (any more).
 */
export async function activate(
  secret: string,
  { name, password, language }: { name: string; password: string; language: Language },
): Promise<string | null> {
  const passwordHash = await hashPassword(password);
  return asAuth(async (tx) => {
    const userId = await spendToken(tx, "invitation", secret);
    if (!userId) return null;
    await tx
      .update(users)
      .set({ name, passwordHash, language: sql`coalesce(${users.language}, ${language})` })
      .where(eq(users.id, userId));
    await revokeTokens(tx, userId);
    await endSessionsOf(tx, userId);
    return userId;
  });
}
