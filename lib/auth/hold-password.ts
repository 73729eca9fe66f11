import { and, eq } from "drizzle-orm";
import { users } from "@/lib/db/schema/users";
import type { Tx } from "@/lib/db/tenant";

/**
 * Whether a password that was right a moment ago is the person's still, until the transaction (as `auth`)
 * ends. A session that it begins is there before whatever ends all of them, or does not begin.
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
