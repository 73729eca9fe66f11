import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/env";
import { currentKeyVersion, keyOfVersion, type LinkKeys } from "@/lib/links/token";

/**
 * The hash of an erased address in PostgreSQL's notation for bytes: `\x`, one byte of key version, an
 * HMAC-SHA-256.
 */
export type AddressHash = `\\x${string}`;

/**
 * The hash that takes the place of an address when it is erased. Somebody who has the database but not the
 * keys cannot find the address, not even by trying every possible one.
 *
 * @param address as `parseAddress` gives it.
 */
export function addressHash(address: string, keys: LinkKeys = env().LINK_KEYS): AddressHash {
  return hashBy(address, currentKeyVersion(keys), keys);
}

/** The hashes by which an address may have been erased: one for each key. */
export function addressHashes(address: string, keys: LinkKeys = env().LINK_KEYS): AddressHash[] {
  return [...keys.keys()].map((version) => hashBy(address, version, keys));
}

function hashBy(address: string, version: number, keys: LinkKeys): AddressHash {
  const mac = createHmac("sha256", derived(keyOfVersion(version, keys))).update(address);
  return `\\x${version.toString(16).padStart(2, "0")}${mac.digest("hex")}`;
}

/* Cached, because an import of 50,000 addresses asks for a key as often. */
const derivedKeys = new WeakMap<Buffer, Buffer>();

function derived(key: Buffer): Buffer {
  const known = derivedKeys.get(key);
  if (known) return known;
  const made = Buffer.from(hkdfSync("sha256", key, "", "brevduva erased address", 32));
  derivedKeys.set(key, made);
  return made;
}
