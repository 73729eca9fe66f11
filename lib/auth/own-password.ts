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
 * Whether it is the password of a person who is logged in: asked for before what an open computer must
 * not be enough for.
 *
 * @throws TooMany
 */
export async function isOwnPasswordOf(userId: string, password: string): Promise<boolean> {
  return (await ownPasswordOf(userId, password)) !== null;
}

/**
 * As `isOwnPasswordOf`.
 *
 * @returns what the password was compared with, for a change that is to be made only while that holds; null
 *   for a wrong one.
 * @throws TooMany
 */
export async function ownPasswordOf(userId: string, password: string): Promise<string | null> {
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
 * Changes the password of a person who is logged in and has given the present one. Every session ends,
 * and every link for a new password or another address.
 *
 * @param before what `ownPasswordOf` gave for the present one.
 * @returns the new session of this browser; null if it is the present one no more: whoever has chosen another
 *   by a link meanwhile has ended this session too.
 */
export async function changePassword(
  person: User,
  before: string,
  password: string,
  userAgent: string | null,
): Promise<string | null> {
  const passwordHash = await hashPassword(password);
  return asAuth(async (tx) => {
    const [changed] = await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, person.id), eq(users.passwordHash, before)))
      .returning({ id: users.id });
    if (!changed) return null;
    await revokeTokens(tx, person.id);
    await tx.delete(emailChanges).where(eq(emailChanges.userId, person.id));
    await endSessionsOf(tx, person.id);
    await recordForPerson(tx, person, "login.passwordChanged");
    return startSessionOf(tx, person.id, userAgent);
  });
}
