import { expect, test } from "vitest";
import { canRunAgain, LostConnection } from "@/lib/db/failures";

const failed = (code: string) =>
  new Error("drizzle's own", { cause: Object.assign(new Error("x"), { code }) });

test.each([
  ["a deadlock", failed("40P01"), true],
  ["a serialization failure", failed("40001"), true],
  ["a named statement that the connection does not have", failed("26000"), true],
  ["one that it has from somebody else", failed("42P05"), true],
  ["a double key", failed("23505"), true],
  ["a key that is gone", failed("23503"), true],
  ["a value that may not be", failed("23514"), false],
  ["a connection that was lost before the commit", new LostConnection(null, false), true],
  ["one that was lost during it, which may have been done", new LostConnection(null, true), false],
])("what left nothing may run again: %s", (_, error, again) => {
  expect(canRunAgain(error)).toBe(again);
});
