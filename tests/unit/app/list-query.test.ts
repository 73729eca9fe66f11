import { expect, test } from "vitest";
import { recipientsOf } from "@/app/o/[office]/mailings/[id]/address";
import { listOf } from "@/app/o/[office]/members/view";

const cursor = Buffer.from(
  JSON.stringify({ sortName: "ek anna", id: "6f0e2c0a-8f5b-4b7e-9b0e-0d6d2f0b7a11" }),
).toString("base64url");

test("a card leads back to the members as they were listed", () => {
  expect(listOf({ status: "problem", search: "ek & co", after: cursor })).toBe(
    `?search=ek+%26+co&status=problem&after=${cursor}`,
  );
  expect(listOf({ before: cursor })).toBe(`?before=${cursor}`);
  expect(listOf({})).toBe("");
});

test("a message leads back to the recipients as they were listed", () => {
  expect(recipientsOf({ status: "bounced", search: "ek", after: "0" })).toBe(
    "?status=bounced&search=ek&after=0",
  );
  expect(recipientsOf({ message: "x" }, { message: "y" })).toBe("?message=y");
});

test("what is no list is left out", () => {
  const odd = { status: "//evil.example", after: "https://evil.example", before: ["", "x"], next: "//evil" };
  expect(listOf(odd)).toBe("");
  expect(recipientsOf(odd)).toBe("");
});
