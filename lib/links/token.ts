import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/** What a link in a mail is for; a token for one purpose is not valid for another. */
export type LinkPurpose = "confirm" | "unsubscribe";

/** Key version → key. */
export type LinkKeys = ReadonlyMap<number, Buffer>;

const ID_BYTES = 16;
const MAC_BYTES = 16;
const TOKEN_LENGTH = Math.ceil(((1 + ID_BYTES + MAC_BYTES) * 4) / 3);
/** Mail programs take a bracket or a full stop after an address for a part of it. */
const TOKEN = new RegExp(`^[A-Za-z0-9_-]{${TOKEN_LENGTH}}(?![A-Za-z0-9])`);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The version that signs now: the highest there is a key for. */
export function currentKeyVersion(keys: LinkKeys = env().LINK_KEYS): number {
  return Math.max(...keys.keys());
}

/** The key of a version. @throws RangeError when there is none. */
export function keyOfVersion(version: number, keys: LinkKeys): Buffer {
  const key = keys.get(version);
  if (!key) throw new RangeError(`no link key of version ${version}`);
  return key;
}

/**
 * A token that stands for the id, the same each time it is made, 44 characters of base64url:
 * one byte of key version, the id, and a MAC of 128 bits over purpose, version and id.
 *
 * @param id a uuid.
 * @throws RangeError when the id is no uuid or the version has no key.
 */
export function signLink(
  purpose: LinkPurpose,
  id: string,
  keyVersion: number,
  keys: LinkKeys = env().LINK_KEYS,
): string {
  const key = keyOfVersion(keyVersion, keys);
  if (!UUID.test(id)) throw new RangeError("the id of a link is a uuid");
  const token = Buffer.allocUnsafe(1 + ID_BYTES + MAC_BYTES);
  token.writeUInt8(keyVersion);
  token.write(id.replaceAll("-", ""), 1, "hex");
  mac(key, purpose, token.subarray(0, 1 + ID_BYTES)).copy(token, 1 + ID_BYTES);
  return token.toString("base64url");
}

/**
 * The id that a token stands for, whatever punctuation follows it. Never throws. Tries the key of the token's
 * version, so that links work after a rotation.
 *
 * @returns null for anything but a token that we signed for this purpose.
 */
export function readLink(
  purpose: LinkPurpose,
  token: unknown,
  keys: LinkKeys = env().LINK_KEYS,
): { id: string } | null {
  const [own] = typeof token === "string" ? (TOKEN.exec(token) ?? []) : [];
  if (!own) return null;
  const bytes = Buffer.from(own, "base64url");
  const signed = bytes.subarray(0, 1 + ID_BYTES);
  const key = keys.get(bytes[0] ?? 0);
  if (!key || !timingSafeEqual(bytes.subarray(1 + ID_BYTES), mac(key, purpose, signed))) return null;
  const hex = signed.subarray(1).toString("hex");
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") };
}

function mac(key: Buffer, purpose: LinkPurpose, signed: Buffer): Buffer {
  return createHmac("sha256", key)
    .update(`brevduva link ${purpose}\n`)
    .update(signed)
    .digest()
    .subarray(0, MAC_BYTES);
}
