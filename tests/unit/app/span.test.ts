import { describe, expect, it } from "vitest";
import { firstOf, spanOf } from "@/app/o/[office]/span";

const rows = (count: number) => Array.from({ length: count });
const FIRST = { rows: rows(50), next: "x" };
const MIDDLE = { rows: rows(50), next: "x", previous: "x" };
const LAST = { rows: rows(43), previous: "x" };

describe("the number of a page's first row", () => {
  it("is one on the first page, whatever the address says", () => {
    expect(firstOf(FIRST, "forward", undefined)).toBe(1);
    expect(firstOf(FIRST, "backward", "70")).toBe(1);
  });

  it("follows from the row that the page goes on from", () => {
    expect(firstOf(MIDDLE, "forward", "50")).toBe(51);
    expect(firstOf(MIDDLE, "backward", "151")).toBe(101);
    expect(firstOf(MIDDLE, "backward", "20")).toBe(1);
  });

  it.each([undefined, "", "x", "-1", "1.5", "99999999999"])("is not known from %j", (nth) => {
    expect(firstOf(MIDDLE, "forward", nth)).toBeNull();
  });
});

describe("from which row to which a page goes", () => {
  it("is the whole way through the list", () => {
    expect(spanOf(FIRST, 1, 193)).toEqual({ first: 1, last: 50 });
    expect(spanOf(MIDDLE, 51, 193)).toEqual({ first: 51, last: 100 });
    expect(spanOf(LAST, 151, 193)).toEqual({ first: 151, last: 193 });
  });

  it("is counted from the end on the last page", () => {
    expect(spanOf(LAST, null, 193)).toEqual({ first: 151, last: 193 });
    expect(spanOf(LAST, 51, 193)).toEqual({ first: 151, last: 193 });
  });

  it("stays within the list", () => {
    expect(spanOf(MIDDLE, 900, 193)).toEqual({ first: 144, last: 193 });
  });

  it("is not told in the middle where the address says nothing", () => {
    expect(spanOf(MIDDLE, null, 193)).toBeNull();
  });
});
