import { lt, sql } from "drizzle-orm";
import { emailChanges, loginTokens, sessions } from "@/lib/db/schema/users";
import type { Tx } from "@/lib/db/tenant";

/** Days for which an expired or used link still says so, instead of being unknown. */
const TOKENS_KEPT_DAYS = 30;

/**
 * For the sweep: deletes expired sessions, with the names of their browsers, old links, and wishes for another
 * address that were not confirmed in time: it may be somebody else's. As `auth`.
 */
export async function purgeLogins(tx: Tx): Promise<void> {
  await tx.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
  await tx
    .delete(loginTokens)
    .where(lt(loginTokens.expiresAt, sql`now() - ${TOKENS_KEPT_DAYS}::int * interval '1 day'`));
  await tx.delete(emailChanges).where(lt(emailChanges.expiresAt, sql`now()`));
}
