import { expect, test } from "vitest";
import { safePath } from "@/app/_edge/path";

test.each([
  ["/o/byn/members?status=problem", "/o/byn/members?status=problem"],
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
