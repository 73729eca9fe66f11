import { and, eq } from "drizzle-orm";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import { endSessionsOf, startSessionOf, type User } from "@/lib/auth/sessions";
import { recordForPerson } from "@/lib/auth/tell-offices";
import { revokeTokens } from "@/lib/auth/tokens";
import { emailChanges, users } from "@/lib/db/schema/users";
import { asAuth } from "@/lib/db/tenant";
import { giveBack, take } from "@/lib/limits/take";
import { log } from "@/lib/log";

/**
 * Whether this is the present password of somebody who is logged in. Asked for before changes for which
 * an unattended computer must not be enough.
 *
 * @throws TooMany
 */
export async function isCurrentPassword(userId: string, password: string): Promise<boolean> {
  return (await currentPasswordHash(userId, password)) !== null;
}

/**
 * As `isCurrentPassword`, for a change that may be made only while this password is the present one.
 *
 * @returns the hash that the password was compared with; null for a wrong password.
 * @throws TooMany
 */
export async function currentPasswordHash(userId: string, password: string): Promise<string | null> {
  await take("ownPassword", userId);
  const [row] = await asAuth((tx) =>
    tx.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId)),
  );
  const stored = row?.passwordHash ?? null;
  if (await verifyPassword(stored, password)) {
    await giveBack("ownPassword", userId);
    return stored;
  }
  log().warn({ userId }, "a password was refused");
  return null;
}

/**
 * Changes the password of somebody who is logged in and has given the present one. Ends every session and
 * every open link for a new password or another address.
 *
 * @param currentHash from `currentPasswordHash`.
 * @returns the id of this browser's new session; null if the password has been changed by a link in the
 *   meantime, which has ended this session as well.
 */
export async function changePassword(
  person: User,
  currentHash: string,
  password: string,
  userAgent: string | null,
): Promise<string | null> {
  const passwordHash = await hashPassword(password);
  return asAuth(async (tx) => {
    const [changed] = await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, person.id), eq(users.passwordHash, currentHash)))
      .returning({ id: users.id });
    if (!changed) return null;
    await revokeTokens(tx, person.id);
    await tx.delete(emailChanges).where(eq(emailChanges.userId, person.id));
    await endSessionsOf(tx, person.id);
    await recordForPerson(tx, person, "login.passwordChanged");
    return startSessionOf(tx, person.id, userAgent);
  });
}
