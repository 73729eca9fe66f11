import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A sortable identifier of 26 characters: 48 bits of time in milliseconds, 80 bits of chance. */
export function ulid(at: number = Date.now()): string {
  let time = "";
  for (let rest = at, i = 0; i < 10; i++) {
    time = alphabet.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let chance = "";
  for (const byte of randomBytes(16)) chance += alphabet.charAt(byte % 32);
  return time + chance;
}
