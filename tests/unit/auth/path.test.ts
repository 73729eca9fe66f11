import { expect, test } from "vitest";
import { safePath } from "@/app/_edge/path";

test.each([
  ["/o/byn/members?status=problem", "/o/byn/members?status=problem"],
  ["/o/byn/members?search=Åsa Ek 🙂", "/o/byn/members?search=%C3%85sa%20Ek%20%F0%9F%99%82"],
  ["/o/byn/members?search=%C3%85sa", "/o/byn/members?search=%C3%85sa"],
  ["/\ud83d", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
  [null, "/"],
  [["/a"], "/"],
])("after the login %j leads to %s", (wanted, path) => {
  expect(safePath(wanted)).toBe(path);
});
