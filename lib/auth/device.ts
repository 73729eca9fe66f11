import { randomBytes } from "node:crypto";
import { isMark, mark } from "@/lib/auth/marks";

/** Seconds that a browser is remembered. */
export const DEVICE_SECONDS = 365 * 86_400;

/** Cookie with the mark of `newDevice`. */
export const DEVICE_COOKIE = "device";

const DEVICE = /^([\w-]{22})\.([\w-]{43})$/;

/**
 * A mark for a browser in which this login has succeeded (OWASP, "Slow down online guessing attacks with
 * device cookies"): guesses made elsewhere do not use up its limit. It does not log anybody in.
 */
export function newDevice(email: string): string {
  const nonce = randomBytes(16).toString("base64url");
  return `${nonce}.${mark(`device ${nonce}\n${email}`)}`;
}

/** The browser's number, when the mark is ours and of this login; else null. */
export function readDevice(kept: string | undefined, email: string): string | null {
  const [, nonce = "", signature = ""] = DEVICE.exec(kept ?? "") ?? [];
  return isMark(signature, `device ${nonce}\n${email}`) ? nonce : null;
}
