import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import canonicalize from "canonicalize";

/** The keys that both sides use to authenticate. */
export type Keys = { eventKey: string; signingKey: string };

const prefix = /^signkey-\w+-/;

/** Canonical JSON (RFC 8785), the form that both sides sign. */
export function canonical(value: unknown): string {
  return canonicalize(value) ?? "null";
}

/**
 * The header `x-inngest-signature` for a body that is canonical JSON already.
 *
 * @param at milliseconds; the app refuses signatures older than five minutes.
 */
export function signature(body: string, signingKey: string, at: number): string {
  const seconds = Math.floor(at / 1000).toString();
  return `t=${seconds}&s=${mac(body, seconds, signingKey)}`;
}

/** Whether the app's answer carries a signature made with our key over exactly this body. */
export function isSignedBy(signingKey: string, header: string | undefined, body: string): boolean {
  const given = new URLSearchParams(header ?? "");
  return isSame(given.get("s") ?? "", mac(body, given.get("t") ?? "", signingKey));
}

/** Whether an `Authorization` header carries the hashed signing key, as the SDK sends it. */
export function isAuthorised(header: string | undefined, signingKey: string): boolean {
  return isSame(header ?? "", `Bearer ${hashedSigningKey(signingKey)}`);
}

/** The key's prefix and the SHA-256 of its bytes (the rest of the key is hexadecimal). */
export function hashedSigningKey(signingKey: string): string {
  const start = prefix.exec(signingKey)?.[0] ?? "";
  const digest = createHash("sha256").update(signingKey.slice(start.length), "hex").digest("hex");
  return `${start}${digest}`;
}

/** Compares in constant time. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function mac(body: string, seconds: string, signingKey: string): string {
  return createHmac("sha256", signingKey.replace(prefix, "")).update(body).update(seconds).digest("hex");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
