import { expect, it } from "vitest";
import { addressHash, addressHashes } from "@/lib/addresses/hash";
import fc from "@/tests/support/fast-check";

const one = new Map([[1, Buffer.alloc(32, 1)]]);
const rotated = new Map([...one, [2, Buffer.alloc(32, 2)]]);

it("the hash of an address is the same each time, differs by address and key, and does not contain the address", () => {
  fc.assert(
    fc.property(fc.emailAddress(), fc.emailAddress(), (a, b) => {
      expect(addressHash(a, one)).toBe(addressHash(a, one));
      expect(addressHash(a, one) === addressHash(b, one)).toBe(a === b);
      expect(addressHash(a, rotated)).not.toBe(addressHash(a, one));
      expect(addressHash(a, one)).toMatch(/^\\x01[0-9a-f]{64}$/);
    }),
  );
});

it("an address that was erased before a rotation of the keys is found by its hashes afterwards", () => {
  expect(addressHashes("eva@example.org", rotated)).toContain(addressHash("eva@example.org", one));
  expect(addressHashes("eva@example.org", rotated)).toContain(addressHash("eva@example.org", rotated));
  expect(addressHashes("eva@example.org", one)).not.toContain(addressHash("eva@example.org", rotated));
});
