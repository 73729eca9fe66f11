import { createHash, randomBytes } from "node:crypto";
import { generateSecret, generateURI, verifySync } from "otplib";

/** Seconds that a telephone's clock may be off, either way. */
const TOLERANCE = 30;

const RECOVERY_CODES = 10;
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP = 4;

/** What an authenticator app is given: the secret, and the address in the QR code. */
export type Enrolment = { secret: string; uri: string };

/** A new secret of 160 bits in base32 for an authenticator app (RFC 6238: SHA-1, 6 digits, 30 s). */
export function newAppSecret(): string {
  return generateSecret();
}

/** The enrolment of an app; its address names the product and the login. */
export function enrolmentOf(secret: string, email: string): Enrolment {
  return { secret, uri: generateURI({ issuer: "Brevduva", label: email, secret }) };
}

/**
 * The time step of a code that the app shows now.
 *
 * @param after step of the last code that was used: that code and earlier ones no longer work.
 * @returns null for any other code.
 */
export function stepOfCode(secret: string, code: string, after: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const found = verifySync({ secret, token: code, epochTolerance: TOLERANCE, afterTimeStep: after });
  return found.valid && "timeStep" in found ? found.timeStep : null;
}

/**
 * Recovery codes to keep on paper, such as `abcd-efgh-jkmn-pqrs`, with 79 random bits each and without
 * letters that look like digits.
 */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, letter).join("")).join("-"),
  );
}

function letter(): string {
  for (;;) {
    const [byte = 255] = randomBytes(1);
    const drawn = ALPHABET[byte % 32];
    if (drawn) return drawn;
  }
}

/** The hash of a recovery code, as it is stored; blanks, hyphens and case do not matter. */
export function hashRecoveryCode(code: string): Buffer {
  return createHash("sha256")
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ""))
    .digest();
}
