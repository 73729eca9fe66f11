import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/env";
import { currentKeyVersion, keyOfVersion, type LinkKeys } from "@/lib/links/token";

/** An address that was erased, as PostgreSQL writes bytes: `\x`, a byte of key version, an HMAC-SHA-256. */
export type AddressHash = `\\x${string}`;

/**
 * What stands for an address from now on when it is erased. Whoever has the database and not the keys
 * cannot find out which address it was, also not by trying all that there are.
 *
 * @param address as `parseAddress` gives it.
 */
export function addressHash(address: string, keys: LinkKeys = env().LINK_KEYS): AddressHash {
  return hashBy(address, currentKeyVersion(keys), keys);
}

/** What may stand for an address that was erased earlier: one hash for each key there is. */
export function addressHashes(address: string, keys: LinkKeys = env().LINK_KEYS): AddressHash[] {
  return [...keys.keys()].map((version) => hashBy(address, version, keys));
}

function hashBy(address: string, version: number, keys: LinkKeys): AddressHash {
  const mac = createHmac("sha256", derived(keyOfVersion(version, keys))).update(address);
  return `\\x${version.toString(16).padStart(2, "0")}${mac.digest("hex")}`;
}

/* A list of 50,000 addresses asks as often. */
const derivedKeys = new WeakMap<Buffer, Buffer>();

function derived(key: Buffer): Buffer {
  const known = derivedKeys.get(key);
  if (known) return known;
  const made = Buffer.from(hkdfSync("sha256", key, "", "brevduva erased address", 32));
  derivedKeys.set(key, made);
  return made;
}
