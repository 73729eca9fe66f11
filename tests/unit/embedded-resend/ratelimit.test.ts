import { expect, test } from "vitest";
import { RateLimit } from "../../../embedded/resend/ratelimit";

test("admits so many in a window, which opens with its first request", () => {
  const limit = new RateLimit(2);
  expect([0, 10, 20, 999, 1000, 1001, 1002].map((now) => limit.admit(now).admitted)).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
    false,
  ]);
});

test("says what is left, and how long to wait only when it refuses", () => {
  const limit = new RateLimit(1);
  expect(limit.admit(0).headers).toEqual({
    "ratelimit-limit": "1",
    "ratelimit-remaining": "0",
    "ratelimit-reset": "1",
  });
  expect(limit.admit(1).headers).toMatchObject({ "retry-after": "1" });
});

test("without a limit it admits everything and says nothing", () => {
  expect(new RateLimit(0).admit(0)).toEqual({ admitted: true, headers: {} });
});
