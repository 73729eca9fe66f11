import { expect, test } from "vitest";
import { canRunAgain, LostConnection } from "@/lib/db/failures";

const failed = (code: string) =>
  new Error("drizzle's own", { cause: Object.assign(new Error("x"), { code }) });

test.each([
  ["a deadlock", failed("40P01")],
  ["a serialization failure", failed("40001")],
  ["a prepared statement that the connection does not have", failed("26000")],
  ["a prepared statement that the connection has from another client", failed("42P05")],
  ["a duplicate key", failed("23505")],
  ["a foreign key whose row is gone", failed("23503")],
  ["a connection that was lost before the commit", new LostConnection(null, false)],
])("a transaction runs again after %s", (_, error) => {
  expect(canRunAgain(error)).toBe(true);
});

test.each([
  ["a value that a constraint forbids", failed("23514")],
  [
    "a connection that was lost during the commit, whose outcome is not known",
    new LostConnection(null, true),
  ],
])("a transaction does not run again after %s", (_, error) => {
  expect(canRunAgain(error)).toBe(false);
});
