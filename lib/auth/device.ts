import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/** Seconds that a browser is remembered. */
export const DEVICE_SECONDS = 365 * 86_400;

/** Cookie with the mark of `newDevice`. */
export const DEVICE_COOKIE = "device";

const DEVICE = /^([\w-]{22})\.([\w-]{43})$/;

/**
 * Marks a browser in which this login has succeeded (OWASP, "Slow down online guessing attacks with
 * device cookies"): whoever guesses elsewhere uses up nothing of its own limit. It lets nobody in.
 */
export function newDevice(email: string): string {
  const nonce = randomBytes(16).toString("base64url");
  return `${nonce}.${sign(email, nonce).toString("base64url")}`;
}

/** The browser's number, when the mark is ours and of this login; else null. */
export function readDevice(mark: string | undefined, email: string): string | null {
  const [, nonce = "", signature = ""] = DEVICE.exec(mark ?? "") ?? [];
  const given = Buffer.from(signature, "base64url");
  const right = sign(email, nonce);
  return given.length === right.length && timingSafeEqual(given, right) ? nonce : null;
}

function sign(email: string, nonce: string): Buffer {
  return createHmac("sha256", env().AUTH_SECRET).update(`device ${nonce}\n${email}`).digest();
}
