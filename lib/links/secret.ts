import { createHash, randomBytes } from "node:crypto";

/** A random token for one use; only its hash is stored. */
export function newSecret(): { secret: string; hash: Buffer } {
  const secret = randomBytes(32).toString("base64url");
  return { secret, hash: hashSecret(secret) };
}

/** SHA-256, which suffices for 256 random bits and can be looked up by an index. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
