import { beforeAll, expect, test } from "vitest";
import { addressOf } from "@/lib/limits/address";
import { useTestEnv } from "@/tests/support/env";

beforeAll(() => useTestEnv({ ownerUrl: "", appUrl: "postgres://app@127.0.0.1/none", close: async () => {} }));

const from = (forwarded?: string) =>
  addressOf(new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }));

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["10.0.0.1, 203.0.113.7", "203.0.113.7"],
  ["127.0.0.1,::1, ::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["203.0.113.7:51000", "203.0.113.7"],
  ["10.0.0.1, [2001:db8::1]:443", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["not an address", "not an address"],
  ["", "unknown"],
  [undefined, "unknown"],
])("%j is counted as %s: what the visitor wrote further left does not matter", (header, address) => {
  expect(from(header)).toBe(address);
});
