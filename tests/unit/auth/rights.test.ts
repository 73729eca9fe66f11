import { describe, expect, test } from "vitest";
import { may, type Need, type Right, rightsOf, type Standing } from "@/lib/auth/rights";

const nobody: Standing = {
  role: null,
  registerRight: null,
  mailingsRight: null,
  headOfficeAdministrator: false,
  groupAdministrator: false,
};
const colleague = (registerRight: Right, mailingsRight: Right): Standing => ({
  ...nobody,
  role: "colleague",
  registerRight,
  mailingsRight,
});

describe("rights in an office", () => {
  test("none without a place in it", () => {
    expect(rightsOf(nobody)).toBeNull();
  });

  test.each([
    ["an administrator", { ...nobody, role: "administrator" }],
    ["an administrator of its group", { ...nobody, groupAdministrator: true }],
    ["an administrator of the head office", { ...nobody, headOfficeAdministrator: true }],
    [
      "an administrator of the head office who is a colleague here",
      { ...colleague("none", "read"), headOfficeAdministrator: true },
    ],
  ] as const)("all for %s", (_, standing) => {
    expect(rightsOf(standing)).toEqual({ administrator: true, register: "write", mailings: "write" });
  });

  test("those of the program for a colleague", () => {
    expect(rightsOf(colleague("read", "none"))).toEqual({
      administrator: false,
      register: "read",
      mailings: "none",
    });
  });
});

describe("what rights are enough for", () => {
  const needs: Need[] = [
    undefined,
    { program: "register", right: "read" },
    { program: "register", right: "write" },
    { program: "mailings", right: "read" },
    { program: "mailings", right: "write" },
    { administrator: true },
  ];

  test.each([
    ["none", "none", [true, false, false, false, false, false]],
    ["read", "none", [true, true, false, false, false, false]],
    ["write", "read", [true, true, true, true, false, false]],
    ["none", "write", [true, false, false, true, true, false]],
    ["write", "write", [true, true, true, true, true, false]],
  ] as const)("a colleague with register %s, mailings %s", (register, mailings, enough) => {
    const rights = { administrator: false, register, mailings };
    expect(needs.map((need) => may(rights, need))).toEqual(enough);
  });

  test("an administrator's for everything", () => {
    const rights = { administrator: true, register: "none", mailings: "none" } as const;
    expect(needs.every((need) => may(rights, need))).toBe(true);
  });
});
