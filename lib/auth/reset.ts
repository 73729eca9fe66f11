import { and, count, eq, gt, sql } from "drizzle-orm";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { hashPassword } from "@/lib/auth/password";
import { endSessionsOf } from "@/lib/auth/sessions";
import { recordForPerson } from "@/lib/auth/tell-offices";
import { issueToken, RESET_HOURS, revokeTokens, spendToken } from "@/lib/auth/tokens";
import { emailChanges, loginTokens, users } from "@/lib/db/schema/users";
import { asAuth } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import type { Language } from "@/lib/i18n/language";
import { renderPasswordReset } from "@/lib/mail/account-mails";

/** Most mails to one person within an hour; further requests are ignored. */
const PER_HOUR = 5;

/**
 * Sends a link for a new password if somebody has the address. Call it after the response: whoever asks must
 * not learn, not even from the time it takes, whether somebody has it.
 *
 * @param language of the visitor, for people who have not chosen one.
 */
export async function requestPasswordReset(email: string, language: Language): Promise<void> {
  const request = await asAuth(async (tx) => {
    const [user] = await tx
      .select({ id: users.id, language: users.language })
      .from(users)
      .where(eq(users.email, email))
      /* Serialises requests of the same moment, so that each is counted. */
      .for("no key update");
    if (!user) return null;
    const [lately] = await tx
      .select({ mails: count() })
      .from(loginTokens)
      .where(
        and(
          eq(loginTokens.userId, user.id),
          eq(loginTokens.purpose, "reset"),
          gt(loginTokens.createdAt, sql`now() - interval '1 hour'`),
        ),
      );
    if ((lately?.mails ?? 0) >= PER_HOUR) return null;
    return { language: user.language, ...(await issueToken(tx, user.id, "reset")) };
  });
  if (!request) return;
  const mail = await renderPasswordReset({
    language: request.language ?? language,
    email,
    url: `${env().APP_URL}/reset/${request.secret}`,
    validHours: RESET_HOURS,
  });
  await sendAccountMail(email, request.id, mail);
}

/**
 * Changes the password of the person whose link it is, and ends every session and link of theirs.
 *
 * @returns false when the link cannot be used (any more); nothing is changed then.
 */
export async function resetPassword(secret: string, password: string): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return asAuth(async (tx) => {
    const userId = await spendToken(tx, "reset", secret);
    if (!userId) return false;
    const [person] = await tx
      .update(users)
      .set({ passwordHash })
      .where(eq(users.id, userId))
      .returning({ id: users.id, name: users.name, email: users.email });
    if (!person) return false;
    await revokeTokens(tx, userId);
    await tx.delete(emailChanges).where(eq(emailChanges.userId, userId));
    await endSessionsOf(tx, userId);
    await recordForPerson(tx, person, "login.passwordChanged");
    return true;
  });
}
