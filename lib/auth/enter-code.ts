import { eq } from "drizzle-orm";
import { readDevice } from "@/lib/auth/device";
import { holdPassword } from "@/lib/auth/hold-password";
import type { LoggedIn } from "@/lib/auth/log-in";
import { claimOfPendingLogin, isPendingLogin } from "@/lib/auth/pending-login";
import { takeCode } from "@/lib/auth/second-factor/check";
import { startSessionOf, userColumns } from "@/lib/auth/sessions";
import type { Caller } from "@/lib/auth/try-log-in";
import { users } from "@/lib/db/schema/users";
import { asAuth } from "@/lib/db/tenant";
import { giveBack, take } from "@/lib/limits/take";
import { log } from "@/lib/log";

/**
 * Finishes a login with a code of the second factor, from the app or a recovery code.
 *
 * @param pending the mark that the right password gave.
 * @returns `over` when the password has to be entered again.
 * @throws TooMany
 */
export async function enterCode(
  pending: string | undefined,
  code: string,
  caller: Caller,
): Promise<LoggedIn | "wrong" | "over"> {
  const claim = claimOfPendingLogin(pending);
  const found = claim && (await personOf(claim.userId));
  if (!pending || !found?.passwordHash || !isPendingLogin(pending, found.passwordHash)) return "over";
  const { passwordHash, ...user } = found;
  const subject = `${user.id} ${readDevice(caller.device, user.email) ?? ""}`;
  await take("loginCode", subject);
  if (!(await takeCode(user.id, code))) {
    log().warn({ userId: user.id }, "a code was refused");
    return "wrong";
  }
  await giveBack("loginCode", subject);
  return asAuth(async (tx) => {
    if (!(await holdPassword(tx, user.id, passwordHash))) return "over";
    return { user, sessionId: await startSessionOf(tx, user.id, caller.userAgent) };
  });
}

function personOf(userId: string) {
  return asAuth(async (tx) => {
    const [row] = await tx
      .select({ ...userColumns, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, userId));
    return row ?? null;
  });
}
