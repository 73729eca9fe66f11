import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashSecret, newSecret } from "@/lib/links/secret";
import { currentKeyVersion, type LinkKeys, readLink, signLink } from "@/lib/links/token";
import fc from "@/tests/support/fast-check";

const keys: LinkKeys = new Map([
  [1, randomBytes(32)],
  [7, randomBytes(32)],
]);

describe("link tokens", () => {
  test("stand for their id, the same each time, for one purpose", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(1, 7), (id, version) => {
        const token = signLink("confirm", id, version, keys);
        expect(token).toMatch(/^[\w-]{44}$/);
        expect(signLink("confirm", id.toUpperCase(), version, keys)).toBe(token);
        expect(readLink("confirm", token, keys)).toEqual({ id });
        expect(readLink("unsubscribe", token, keys)).toBeNull();
      }),
    );
  });

  test("the highest version signs, and a key that is gone reads no more", () => {
    expect(currentKeyVersion(keys)).toBe(7);
    const token = signLink("unsubscribe", randomUUID(), 1, keys);
    const rotated: LinkKeys = new Map([[7, randomBytes(32)]]);
    expect(readLink("unsubscribe", token, rotated)).toBeNull();
    expect(readLink("unsubscribe", token, new Map([[1, randomBytes(32)]]))).toBeNull();
  });

  test("a single changed character is enough", () => {
    const token = signLink("confirm", randomUUID(), 7, keys);
    fc.assert(
      fc.property(fc.nat(43), fc.constantFrom(..."AZaz09-_"), (place, letter) => {
        const changed = token.slice(0, place) + letter + token.slice(place + 1);
        fc.pre(changed !== token);
        expect(readLink("confirm", changed, keys)).toBeNull();
      }),
    );
  });

  test.each([".", ")", ">", "%29", "%3E.", "&utm_source=x", "_", "\u200b", "%E2%80%8B", " ", "=\r\n", "*"])(
    "what a mail program takes for a part of the address does no harm: %j",
    (after) => {
      const id = randomUUID();
      expect(readLink("confirm", signLink("confirm", id, 7, keys) + after, keys)).toEqual({ id });
    },
  );

  test.each(["A", "0", "a."])("another letter makes it another token: %j", (after) => {
    expect(readLink("confirm", signLink("confirm", randomUUID(), 7, keys) + after, keys)).toBeNull();
  });

  test("nothing that comes in makes it throw", () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.string({ unit: "binary" }),
      fc.base64String(),
      fc
        .uint8Array({ minLength: 33, maxLength: 33 })
        .map((bytes) => Buffer.from(bytes).toString("base64url")),
    );
    fc.assert(fc.property(anything, (input) => readLink("confirm", input, keys) === null));
  });

  test("refuses to sign what is no uuid, or without a key", () => {
    expect(() => signLink("confirm", "1", 1, keys)).toThrow(RangeError);
    expect(() => signLink("confirm", randomUUID(), 2, keys)).toThrow(RangeError);
  });
});

test("secrets are random and known by their hash", () => {
  const { secret, hash } = newSecret();
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(hashSecret(secret)).toEqual(hash);
  expect(hash).toHaveLength(32);
  expect(newSecret().secret).not.toBe(secret);
});
