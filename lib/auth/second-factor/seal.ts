import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/env";
import { currentKeyVersion, keyOfVersion, type LinkKeys } from "@/lib/links/token";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a person's secret for the database: one byte of key version, the nonce, the tag, the ciphertext.
 * The keys are derived from `LINK_KEYS`, of which old ones are kept. Bound to the person: a copy in another
 * row cannot be decrypted.
 */
export function seal(text: string, userId: string, keys: LinkKeys = env().LINK_KEYS): Buffer {
  const version = currentKeyVersion(keys);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, derivedKey(version, keys), iv).setAAD(Buffer.from(userId));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed]);
}

/**
 * Decrypts what `seal` has encrypted.
 *
 * @throws Error when it was changed, belongs to another person, or its key has been removed.
 */
export function open(sealed: Buffer, userId: string, keys: LinkKeys = env().LINK_KEYS): string {
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
  const cipher = createDecipheriv(CIPHER, derivedKey(sealed[0] ?? 0, keys), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(userId)).setAuthTag(tag);
  const text = cipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES));
  return Buffer.concat([text, cipher.final()]).toString("utf8");
}

/** Whether it should be encrypted anew, because the key has been rotated since. */
export function isOld(sealed: Buffer): boolean {
  return sealed[0] !== currentKeyVersion();
}

function derivedKey(version: number, keys: LinkKeys): Buffer {
  return Buffer.from(hkdfSync("sha256", keyOfVersion(version, keys), "", "brevduva second factor", 32));
}
