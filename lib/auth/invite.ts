import { randomUUID } from "node:crypto";
import { and, eq, isNull, notExists, sql } from "drizzle-orm";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { hashPassword } from "@/lib/auth/password";
import { endSessionsOf } from "@/lib/auth/sessions";
import { INVITATION_DAYS, issueToken, revokeTokens, spendToken } from "@/lib/auth/tokens";
import { acceptEveryInvitation } from "@/lib/colleagues/accept";
import { invitations, memberships } from "@/lib/db/schema/offices";
import { users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { renderInvitation } from "@/lib/mail/account-mails";

export type Invitation = {
  tokenId: string;
  url: string;
  email: string;
  /** The invited person has a login already, and accepts after logging in. */
  known: boolean;
  /** The language that the person has chosen, if any. */
  language: Language | null;
};

export type Person = { id: string; email: string; hasPassword: boolean; language: Language | null };

const person = {
  id: users.id,
  email: users.email,
  hasPassword: sql<boolean>`${users.passwordHash} is not null`,
  language: users.language,
};

/** The person with this address; created, without a password, if there is none. */
export async function personWithAddress(tx: Tx, email: string): Promise<Person> {
  const [row] = await tx
    .insert(users)
    .values({ email })
    .onConflictDoUpdate({ target: users.email, set: { email } })
    .returning(person);
  if (!row) throw new Error("the person was not stored");
  return row;
}

/** The person with this id. @throws NotFound */
export async function personWithId(tx: Tx, id: string): Promise<Person> {
  const [row] = await tx.select(person).from(users).where(eq(users.id, id));
  if (!row) throw new NotFound();
  return row;
}

/**
 * Deletes a person who has never chosen a password and is no longer invited anywhere, and with them their
 * links.
 */
export async function forgetUninvited(tx: Tx, userId: string): Promise<void> {
  /* Waits for an invitation that is being made at this moment. */
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  const one = { one: sql`1` };
  await tx
    .delete(users)
    .where(
      and(
        eq(users.id, userId),
        isNull(users.passwordHash),
        notExists(tx.select(one).from(memberships).where(eq(memberships.userId, userId))),
        notExists(tx.select(one).from(invitations).where(eq(invitations.userId, userId))),
      ),
    );
}

/**
 * Gives a person who has no password their first one, and a name unless that is left out or empty. Links of
 * invitations become invalid, as they have served their purpose.
 */
export async function giveFirstPassword(
  tx: Tx,
  userId: string,
  { passwordHash, name }: { passwordHash: string; name: string | undefined },
): Promise<void> {
  await tx
    .update(users)
    .set({ passwordHash, ...(name && { name }) })
    .where(eq(users.id, userId));
  await revokeTokens(tx, userId);
}

/**
 * The link of an invitation. Somebody without a password chooses one there; for somebody with a login it
 * leads to the invitation behind the login, so that the link alone gives no access.
 */
export async function createInvitation(tx: Tx, invited: Person): Promise<Invitation> {
  const { email, language, hasPassword: known } = invited;
  if (known) return { tokenId: randomUUID(), url: `${env().APP_URL}/offices`, email, known, language };
  const { id, secret } = await issueToken(tx, invited.id, "invitation");
  return { tokenId: id, url: `${env().APP_URL}/activate/${secret}`, email, known, language };
}

/**
 * Mails an invitation. Call it after the transaction that made the invitation.
 *
 * @returns whether the provider accepted the mail.
 */
export async function mailInvitation(
  invitation: Invitation,
  words: { language: Language; officeName: string; inviterName: string | null },
): Promise<boolean> {
  const { url, known } = invitation;
  const mail = await renderInvitation({ ...words, url, known, validDays: INVITATION_DAYS });
  return sendAccountMail(invitation.email, invitation.tokenId, mail);
}

/**
 * Gives the invited person a name and a password, and access to all that they are invited to. Never replaces
 * a password: the link would be a way around it and around the second factor.
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
    const [first] = await tx
      .update(users)
      .set({ name, passwordHash, language: sql`coalesce(${users.language}, ${language})` })
      .where(and(eq(users.id, userId), isNull(users.passwordHash)))
      .returning({ id: users.id });
    if (!first) return null;
    await acceptEveryInvitation(tx, { id: userId, name });
    await revokeTokens(tx, userId);
    await endSessionsOf(tx, userId);
    return userId;
  });
}
