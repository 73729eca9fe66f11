import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { loginTokens, users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { hashSecret, newSecret } from "@/lib/links/secret";

export type TokenPurpose = "reset" | "invitation";

/** Seconds for which a link is valid. */
const LIVES: Record<TokenPurpose, number> = { reset: 3_600, invitation: 7 * 86_400 };

export const RESET_HOURS = LIVES.reset / 3_600;
export const INVITATION_DAYS = LIVES.invitation / 86_400;

/** What a link stands for at present; only `open` can be used. */
export type TokenState =
  | { state: "unknown" }
  | { state: "expired" | "used" }
  | { state: "open"; userId: string; email: string; name: string };

/** Creates a link for a person; only the hash of its secret is stored. */
export async function issueToken(
  tx: Tx,
  userId: string,
  purpose: TokenPurpose,
): Promise<{ id: string; secret: string }> {
  const { secret, hash } = newSecret();
  const [row] = await tx
    .insert(loginTokens)
    .values({ userId, purpose, hash, expiresAt: sql`now() + ${LIVES[purpose]} * interval '1 second'` })
    .returning({ id: loginTokens.id });
  if (!row) throw new Error("the token was not stored");
  return { id: row.id, secret };
}

/** What a link stands for at present. Changes nothing, because link scanners open links. */
export function readToken(purpose: TokenPurpose, secret: string): Promise<TokenState> {
  return asAuth(async (tx) => {
    const [row] = await tx
      .select({
        userId: users.id,
        email: users.email,
        name: users.name,
        used: sql<boolean>`${loginTokens.usedAt} is not null`,
        expired: sql<boolean>`${loginTokens.expiresAt} <= now()`,
      })
      .from(loginTokens)
      .innerJoin(users, eq(users.id, loginTokens.userId))
      .where(and(eq(loginTokens.hash, hashSecret(secret)), eq(loginTokens.purpose, purpose)));
    if (!row) return { state: "unknown" };
    if (row.used) return { state: "used" };
    if (row.expired) return { state: "expired" };
    return { state: "open", userId: row.userId, email: row.email, name: row.name };
  });
}

/**
 * Uses a link up.
 *
 * @returns whose it was, or null when it cannot be used.
 */
export async function spendToken(tx: Tx, purpose: TokenPurpose, secret: string): Promise<string | null> {
  const [row] = await tx
    .update(loginTokens)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(loginTokens.hash, hashSecret(secret)),
        eq(loginTokens.purpose, purpose),
        isNull(loginTokens.usedAt),
        gt(loginTokens.expiresAt, sql`now()`),
      ),
    )
    .returning({ userId: loginTokens.userId });
  return row?.userId ?? null;
}

/** Invalidates every open link of a person. */
export async function revokeTokens(tx: Tx, userId: string): Promise<void> {
  await tx
    .update(loginTokens)
    .set({ usedAt: sql`now()` })
    .where(and(eq(loginTokens.userId, userId), isNull(loginTokens.usedAt)));
}
