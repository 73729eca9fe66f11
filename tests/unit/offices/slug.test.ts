import { expect, test } from "vitest";
import { freeSlug, slugOf } from "@/lib/offices/slug";

test.each([
  ["Byns ungdomsförening r.f.", "byns-ungdomsforening-rf"],
  ["  Åbo & Ängs – 4H! ", "abo-angs-4h"],
  ["Ørnens vänner Æ", "ornens-vanner-ae"],
  ["Martha's", "marthas"],
  ["ÉCOLE", "ecole"],
  ["日本", ""],
  [`${"lång ".repeat(20)}`, "lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang"],
])("%s becomes %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("a taken slug gets the first free number, within the length", () => {
  expect(freeSlug("byn", new Set())).toBe("byn");
  expect(freeSlug("byn", new Set(["byn", "byn-2"]))).toBe("byn-3");
  const long = "a".repeat(60);
  expect(freeSlug(long, new Set([long]))).toBe(`${"a".repeat(58)}-2`);
});
