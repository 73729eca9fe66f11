import { expect, test } from "vitest";
import { hashedSigningKey, isAuthorised, isSignedBy, signature } from "@/embedded/inngest/sign";

const KEY = `signkey-test-${"0f".repeat(32)}`;
const BODY = '{"n":1}';
const HEADER = signature(BODY, KEY, 1_795_000_000_500);

test("a signature names the second in which it was made", () => {
  expect(HEADER).toMatch(/^t=1795000000&s=[0-9a-f]{64}$/);
});

test("an answer counts as the app's own only as it was signed: body, time and key", () => {
  expect(isSignedBy(KEY, HEADER, BODY)).toBe(true);
  expect(isSignedBy(KEY, HEADER, '{"n":2}')).toBe(false);
  expect(isSignedBy(KEY, HEADER.replace("t=1795000000", "t=1795000001"), BODY)).toBe(false);
  expect(isSignedBy(`signkey-test-${"f0".repeat(32)}`, HEADER, BODY)).toBe(false);
  for (const header of [undefined, "", "t=1795000000", "t=1795000000&s="]) {
    expect(isSignedBy(KEY, header, BODY)).toBe(false);
  }
});

test("who asks is let in with the hashed key, and with nothing else", () => {
  expect(isAuthorised(`Bearer ${hashedSigningKey(KEY)}`, KEY)).toBe(true);
  for (const header of [undefined, "", "Bearer ", `Bearer ${KEY}`, hashedSigningKey(KEY)]) {
    expect(isAuthorised(header, KEY)).toBe(false);
  }
});
