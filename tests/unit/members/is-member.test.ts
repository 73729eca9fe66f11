import { expect, test } from "vitest";
import { isMember } from "@/lib/members/input";

const CARD = { firstName: "Eva", lastName: "Ek", street: "Storgatan 1", city: "Vasa" };

test.each([
  ["all of it", {}, true],
  ["no street", { street: "" }, true],
  ["no town", { city: "" }, true],
  ["neither street nor town", { street: "", city: "" }, false],
  ["no first name", { firstName: "" }, false],
  ["no last name", { lastName: "" }, false],
])("a card with %s", (_, lacks, member) => {
  expect(isMember({ ...CARD, ...lacks })).toBe(member);
});
