import { eq } from "drizzle-orm";
import type { z } from "zod";
import { holdPassword } from "@/lib/auth/hold-password";
import type { loginSchema } from "@/lib/auth/input";
import { verifyPassword } from "@/lib/auth/password";
import { newPendingLogin } from "@/lib/auth/pending-login";
import { hasSecondFactorOf } from "@/lib/auth/second-factor/check";
import { startSessionOf, type User, userColumns } from "@/lib/auth/sessions";
import { users } from "@/lib/db/schema/users";
import { asAuth } from "@/lib/db/tenant";
import { log } from "@/lib/log";

export type LoggedIn = { user: User; sessionId: string };

/** The password is right, and a code of the second factor has to follow: `pending` proves the first step. */
export type HalfLoggedIn = { user: User; sessionId: null; pending: string };

/**
 * Begins a session for the person with this address and password; with a second factor, only the first step.
 *
 * @returns null if they do not belong together; that takes as long when nobody has the address.
 */
export async function logIn(
  { email, password }: z.output<typeof loginSchema>,
  userAgent: string | null,
): Promise<LoggedIn | HalfLoggedIn | null> {
  const found = await asAuth(async (tx) => {
    const [row] = await tx
      .select({ ...userColumns, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.email, email));
    return row;
  });
  const right = await verifyPassword(found?.passwordHash ?? null, password);
  if (!found?.passwordHash || !right) {
    log().warn({ userId: found?.id ?? null }, "a password was refused");
    return null;
  }
  const { passwordHash, ...user } = found;
  return asAuth(async (tx) => {
    if (!(await holdPassword(tx, user.id, passwordHash))) return null;
    if (await hasSecondFactorOf(tx, user.id)) {
      return { user, sessionId: null, pending: newPendingLogin(user.id, passwordHash) };
    }
    return { user, sessionId: await startSessionOf(tx, user.id, userAgent) };
  });
}
