import { expect, test } from "vitest";
import { listPage } from "@/app/_edge/list-page";

const rows = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
const page = (count: number, from?: unknown) => listPage(rows(count), from, (row) => row);

test("a list of up to 200 is one page", () => {
  expect(page(0)).toEqual({ rows: [] });
  expect(page(200)).toEqual({ rows: rows(200) });
});

test("a longer one is read part by part, each row once, and back again", () => {
  const seen: string[] = [];
  let part = page(450);
  for (; ; part = page(450, part.next)) {
    seen.push(...part.rows);
    if (!part.next) break;
  }
  expect(seen).toEqual(rows(450));
  expect([part.rows[0], part.previous]).toEqual(["400", "200"]);
  expect(page(450, part.previous).previous).toBe("0");
});

test("an address that begins with a row that is gone, or with nonsense, shows the beginning", () => {
  for (const from of ["gone", ["1", "2"], undefined]) expect(page(450, from)).toEqual(page(450));
});

test("rows that came before the page meanwhile are on the one before it", () => {
  expect(page(450, "7")).toMatchObject({ previous: "0", next: "207" });
});
