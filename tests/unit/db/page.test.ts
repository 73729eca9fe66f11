import { expect, test } from "vitest";
import { type PageOf, pageFrom } from "@/lib/db/page";

const LIST = [1, 2, 3, 4, 5, 6, 7];

/** A page of three of the list, as a query for it would find it. */
function page(of: PageOf<number>) {
  const { after, before } = of;
  const found =
    before === undefined
      ? LIST.filter((row) => row > (after ?? 0))
      : LIST.filter((row) => row < before).toReversed();
  return pageFrom(found.slice(0, 4), of, 3, (row) => row);
}

test("the pages after one another hold each row once", () => {
  expect(page({})).toEqual({ rows: [1, 2, 3], next: 3 });
  expect(page({ after: 3 })).toEqual({ rows: [4, 5, 6], next: 6, previous: 4 });
  expect(page({ after: 6 })).toEqual({ rows: [7], previous: 7 });
});

test("the pages before one another are in the order of the list", () => {
  expect(page({ before: 7 })).toEqual({ rows: [4, 5, 6], next: 6, previous: 4 });
  expect(page({ before: 4 })).toEqual({ rows: [1, 2, 3], next: 3 });
});

test("beyond an end of the list there is an empty page that leads nowhere", () => {
  expect(page({ after: 7 })).toEqual({ rows: [] });
  expect(page({ before: 1 })).toEqual({ rows: [] });
});
