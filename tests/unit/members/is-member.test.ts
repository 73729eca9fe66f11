import { expect, it } from "vitest";
import { isMember } from "@/lib/members/input";

const anna = { firstName: "Anna", lastName: "Ek", street: "Storgatan 1", city: "Vasa" };

it.each([
  [{}, true],
  [{ street: "" }, true],
  [{ city: "" }, true],
  [{ street: "", city: "" }, false],
  [{ firstName: "" }, false],
  [{ lastName: "" }, false],
])("a card with both names and a place is a member's, else a contact's: without %j %s", (lacks, member) => {
  expect(isMember({ ...anna, ...lacks })).toBe(member);
});
