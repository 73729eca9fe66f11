import { isMark, mark } from "@/lib/auth/marks";

/** Seconds between the password and the code. */
export const PENDING_SECONDS = 600;

const PENDING = /^([0-9a-f-]{36})\.(\d{1,12})\.([\w-]{43})$/;

/**
 * A mark for a browser in which the right password was entered a moment ago. A change of the password
 * invalidates it.
 */
export function newPendingLogin(userId: string, passwordHash: string, now = Date.now()): string {
  const until = Math.floor(now / 1000) + PENDING_SECONDS;
  return `${userId}.${until}.${mark(signed(userId, until, passwordHash))}`;
}

/**
 * The person that the mark names; its signature is not checked. Null for anything else, and for an expired
 * mark.
 */
export function claimOfPendingLogin(
  pending: string | undefined,
  now = Date.now(),
): { userId: string } | null {
  const [, userId = "", until = "0"] = PENDING.exec(pending ?? "") ?? [];
  return userId !== "" && Number(until) * 1000 > now ? { userId } : null;
}

/** Whether we signed the mark, for this password. */
export function isPendingLogin(pending: string, passwordHash: string): boolean {
  const [, userId = "", until = "0", signature = ""] = PENDING.exec(pending) ?? [];
  return isMark(signature, signed(userId, Number(until), passwordHash));
}

function signed(userId: string, until: number, passwordHash: string): string {
  return `pending login ${userId} ${until}\n${passwordHash}`;
}
