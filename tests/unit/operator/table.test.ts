import { expect, it } from "vitest";
import { asTable } from "@/lib/operator/table";

it("is as wide as it needs to be, numbers to the right", () => {
  const rows = [
    ["Byns förening", 7, null],
    ["Å", 1234, 2],
  ];
  expect(asTable(["office", "cards", "x"], rows).split("\n")).toEqual([
    "office         cards  x",
    "Byns förening      7  –",
    "Å               1234  2",
  ]);
});
