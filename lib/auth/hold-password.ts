import { and, eq } from "drizzle-orm";
import { users } from "@/lib/db/schema/users";
import type { Tx } from "@/lib/db/tenant";

/**
 * Whether a password that was checked a moment ago is still the person's, and keeps it so until the
 * transaction (as `auth`) ends. So a session that begins in it either exists before a change that ends all
 * sessions, or does not begin.
 *
 * @param passwordHash what the password was compared with.
 */
export async function holdPassword(tx: Tx, userId: string, passwordHash: string): Promise<boolean> {
  const [held] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.passwordHash, passwordHash)))
    .for("share");
  return held !== undefined;
}
