import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/**
 * Signs a value that a browser keeps for us.
 *
 * @param text the value, with its purpose in front.
 * @returns 43 characters of base64url.
 */
export function mark(text: string, [secret] = env().AUTH_SECRET): string {
  return sign(secret, text).toString("base64url");
}

/** Whether we signed the text, with any of the secrets that are valid at present. */
export function isMark(
  signature: string,
  text: string,
  secrets: readonly string[] = env().AUTH_SECRET,
): boolean {
  const given = Buffer.from(signature, "base64url");
  return secrets.some((secret) => {
    const right = sign(secret, text);
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

function sign(secret: string, text: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}
