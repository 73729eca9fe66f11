import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/** Seconds between the password and the code. */
export const PENDING_SECONDS = 600;

const PENDING = /^([0-9a-f-]{36})\.(\d{1,12})\.([\w-]{43})$/;

/** A mark for a browser whose password was right a moment ago. A changed password makes it worthless. */
export function newPendingLogin(userId: string, passwordHash: string, now = Date.now()): string {
  const until = Math.floor(now / 1000) + PENDING_SECONDS;
  return `${userId}.${until}.${sign(userId, until, passwordHash).toString("base64url")}`;
}

/** Whose mark it says to be. Null for anything else, and for one that is too old. */
export function claimOfPendingLogin(mark: string | undefined, now = Date.now()): { userId: string } | null {
  const [, userId = "", until = "0"] = PENDING.exec(mark ?? "") ?? [];
  return userId !== "" && Number(until) * 1000 > now ? { userId } : null;
}

/** Whether the mark is ours, and of this password. */
export function isPendingLogin(mark: string, passwordHash: string): boolean {
  const [, userId = "", until = "0", signature = ""] = PENDING.exec(mark) ?? [];
  const given = Buffer.from(signature, "base64url");
  const right = sign(userId, Number(until), passwordHash);
  return given.length === right.length && timingSafeEqual(given, right);
}

function sign(userId: string, until: number, passwordHash: string): Buffer {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(`pending login ${userId} ${until}\n${passwordHash}`)
    .digest();
}
