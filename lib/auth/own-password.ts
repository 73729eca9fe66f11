import { eq } from "drizzle-orm";
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
  await take("ownPassword", userId);
  const [row] = await asAuth((tx) =>
    tx.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId)),
  );
  const right = await verifyPassword(row?.passwordHash ?? null, password);
  if (right) await giveBack("ownPassword", userId);
  else log().warn({ userId }, "a password was refused");
  return right;
}

/**
 * Changes the password of a person who is logged in and has given the present one. Every session ends,
 * and every link for a new password or another address.
 *
 * @returns the new session of this browser.
 */
export async function changePassword(
  person: User,
  password: string,
  userAgent: string | null,
): Promise<string> {
  const passwordHash = await hashPassword(password);
  return asAuth(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, person.id));
    await revokeTokens(tx, person.id);
    await tx.delete(emailChanges).where(eq(emailChanges.userId, person.id));
    await endSessionsOf(tx, person.id);
    await recordForPerson(tx, person, "login.passwordChanged");
    return startSessionOf(tx, person.id, userAgent);
  });
}
