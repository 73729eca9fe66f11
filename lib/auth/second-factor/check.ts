import { and, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { hashRecoveryCode, stepOfCode } from "@/lib/auth/second-factor/codes";
import { isOld, open, seal } from "@/lib/auth/second-factor/seal";
import { recoveryCodes, secondFactors } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";

const isOn = (userId: string) => and(eq(secondFactors.userId, userId), isNotNull(secondFactors.confirmedAt));

/** Whether a person logs in with a second factor. */
export function hasSecondFactor(userId: string): Promise<boolean> {
  return asAuth((tx) => hasSecondFactorOf(tx, userId));
}

/** As `hasSecondFactor`, in a transaction (as `auth`) that does more. */
export async function hasSecondFactorOf(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx.select({ id: secondFactors.userId }).from(secondFactors).where(isOn(userId));
  return row !== undefined;
}

/** How many recovery codes a person has left. */
export async function countRecoveryCodes(userId: string): Promise<number> {
  return asAuth(async (tx) => {
    const [row] = await tx
      .select({ left: count() })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
    return row?.left ?? 0;
  });
}

/**
 * Uses up a code of the app or a recovery code. Each works once, also when two requests bring it at the same
 * moment.
 *
 * @returns whether the code was right.
 */
export async function takeCode(userId: string, code: string): Promise<boolean> {
  const digits = code.replace(/\s/g, "");
  return /^\d{6}$/.test(digits) ? takeAppCode(userId, digits) : takeRecoveryCode(userId, code);
}

function takeAppCode(userId: string, code: string): Promise<boolean> {
  return asAuth(async (tx) => {
    const [row] = await tx.select().from(secondFactors).where(isOn(userId)).for("update");
    if (!row) return false;
    const secret = open(row.secret, userId);
    const step = stepOfCode(secret, code, row.lastStep);
    if (step === null) return false;
    await tx
      .update(secondFactors)
      .set({ lastStep: step, ...(isOld(row.secret) && { secret: seal(secret, userId) }) })
      .where(eq(secondFactors.userId, userId));
    return true;
  });
}

function takeRecoveryCode(userId: string, code: string): Promise<boolean> {
  return asAuth(async (tx) => {
    const [row] = await tx
      .update(recoveryCodes)
      .set({ usedAt: sql`now()` })
      .where(
        and(
          eq(recoveryCodes.hash, hashRecoveryCode(code)),
          eq(recoveryCodes.userId, userId),
          isNull(recoveryCodes.usedAt),
        ),
      )
      .returning({ userId: recoveryCodes.userId });
    return row !== undefined;
  });
}
