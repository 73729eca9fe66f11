import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { newDevice, readDevice } from "@/lib/auth/device";
import { authOptions } from "@/lib/auth/options";
import { claimOfPendingLogin, isPendingLogin, newPendingLogin } from "@/lib/auth/pending-login";
import { hashRecoveryCode, newAppSecret, stepOfCode } from "@/lib/auth/second-factor/codes";
import { open, seal } from "@/lib/auth/second-factor/seal";
import { env } from "@/lib/env";
import { hashSecret, newSecret } from "@/lib/links/secret";
import { currentKeyVersion, readLink, signLink } from "@/lib/links/token";
import { readSignedEvent } from "@/lib/mail/webhook";
import { useTestEnv } from "@/tests/support/env";
import { oddText, oddValue, SEED } from "@/tests/support/odd";

beforeAll(() => useTestEnv({ appUrl: "postgres://localhost/none", ownerUrl: "", close: async () => {} }));

const runs = { seed: SEED, numRuns: 300 };

/** A token with one character exchanged, taken away or put in. */
const beside = (token: string) =>
  fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom("", "A", "_", ".", "\0", "å", "AA"))
    .map(([at, by]) => token.slice(0, at) + by + token.slice(at + 1))
    .filter((other) => other !== token);

test("only the very token of a link opens it, and for its purpose alone", () => {
  const id = randomUUID();
  const token = signLink("confirm", id, currentKeyVersion());
  expect(readLink("confirm", token)).toEqual({ id });
  fc.assert(
    fc.property(fc.oneof(oddValue, beside(token)), (given) => {
      const read = readLink("confirm", given);
      /* The last character of base64url has bits that nobody reads. */
      if (read) expect(Buffer.from(String(given), "base64url")).toEqual(Buffer.from(token, "base64url"));
      expect(readLink("unsubscribe", given)).toBeNull();
    }),
    runs,
  );
});

test("secrets of links are hashed, whatever is in the address", () => {
  const { secret, hash } = newSecret();
  fc.assert(
    fc.property(fc.oneof(oddText, beside(secret)), (given) => {
      expect(hashSecret(given)).toHaveLength(32);
      expect(hashSecret(given).equals(hash)).toBe(given === secret);
    }),
    runs,
  );
});

test("a session's cookie is read or worth nothing", async () => {
  const secret = env().AUTH_SECRET[0];
  const token = await encode({ token: { sessionId: randomUUID() }, secret });
  const decode = authOptions().jwt?.decode;
  expect(await decode?.({ token, secret })).toHaveProperty("sessionId");
  await fc.assert(
    fc.asyncProperty(fc.oneof(oddText, beside(token)), async (given) => {
      const read = await decode?.({ token: given, secret });
      if (read)
        expect(Buffer.from(given.split(".").at(-1) ?? "", "base64url").toString("hex")).toBe(
          Buffer.from(token.split(".").at(-1) ?? "", "base64url").toString("hex"),
        );
    }),
    runs,
  );
});

test("marks of browsers and of half a login are ours or worth nothing", () => {
  const device = newDevice("a@example.org");
  const pending = newPendingLogin(randomUUID(), "hash");
  const same = (a: string, b: string) =>
    Buffer.from(a.split(".").at(-1) ?? "", "base64url").equals(
      Buffer.from(b.split(".").at(-1) ?? "", "base64url"),
    );
  fc.assert(
    fc.property(oddText, beside(device), beside(pending), (odd, otherDevice, otherPending) => {
      expect(readDevice(odd, odd)).toBeNull();
      if (readDevice(otherDevice, "a@example.org")) expect(same(otherDevice, device)).toBe(true);
      claimOfPendingLogin(odd);
      expect(isPendingLogin(odd, "hash")).toBe(false);
      if (isPendingLogin(otherPending, "hash")) expect(same(otherPending, pending)).toBe(true);
      expect(isPendingLogin(pending, odd)).toBe(odd === "hash");
    }),
    runs,
  );
});

test("codes of a second factor are six digits or nothing", () => {
  const secret = newAppSecret();
  fc.assert(
    fc.property(oddText, fc.integer(), (code, after) => {
      if (!/^\d{6}$/.test(code)) expect(stepOfCode(secret, code, 0)).toBeNull();
      stepOfCode(secret, code, Math.abs(after));
      expect(hashRecoveryCode(code)).toHaveLength(32);
    }),
    runs,
  );
});

test("what seals a second factor opens for its person alone, unchanged", () => {
  const sealed = seal("secret", "anna");
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ by;
      expect(() => open(changed, "anna")).toThrow();
      expect(() => open(sealed, "bo")).toThrow();
    }),
    runs,
  );
});

test("an event that the provider has not signed is refused, whatever its headers are", () => {
  const header = oddText.map((odd) => odd.replace(/[^\x20-\x7e]/g, ""));
  fc.assert(
    fc.property(header, header, header, oddText, (id, timestamp, signature, body) => {
      const headers = new Headers({
        "svix-id": id,
        "svix-timestamp": timestamp,
        "svix-signature": signature,
      });
      expect(readSignedEvent(headers, body)).toBe("unsigned");
    }),
    runs,
  );
});
