import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isAllowed, licencePage, lockedPackages } from "@/scripts/check/licences";

const packages = lockedPackages(readFileSync("package-lock.json", "utf8"));

test("the list of licences is up to date (npm run licences)", () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(readFileSync("docs/licences.md", "utf8")).toBe(licencePage(packages));
});

test("no package of an installation has a licence that we do not know", () => {
  expect(packages.filter(({ dev, license }) => !dev && !isAllowed(license))).toEqual([]);
});

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-only)", true],
  ["MIT AND GPL-3.0-only", false],
  ["Apache-2.0 AND LGPL-3.0-or-later AND MIT", true],
  ["AGPL-3.0-only", false],
  ["UNLICENSED", false],
  ["", false],
])("%s", (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});

test("every package comes from npm's registry, and is known by its hash", () => {
  /* npm leaves out the address of what comes from its registry (`.npmrc`), and no other. */
  expect(packages.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  /* What lies within another package is covered by that one's hash. */
  const unhashed = packages.filter(
    ({ inBundle, integrity }) => !inBundle && !integrity?.startsWith("sha512-"),
  );
  expect(unhashed).toEqual([]);
});
