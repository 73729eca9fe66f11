import { z } from "zod";

type Page = { rows: readonly unknown[]; next?: unknown; previous?: unknown };

const numberSchema = z.coerce.number().int().min(1).max(2_147_483_647);

/** The row number in an address. */
export function nthOf(nth: unknown): number | undefined {
  return numberSchema.safeParse(nth).data;
}

/**
 * The number of the first row on a page, counted from one, without counting the rows.
 *
 * @param nth the number that the address gives for the row which the page continues from.
 * @returns null if it gives none.
 */
export function firstOf(page: Page, way: "forward" | "backward", nth: unknown): number | null {
  if (page.previous === undefined) return 1;
  const from = nthOf(nth);
  if (from === undefined) return null;
  return way === "forward" ? from + 1 : Math.max(1, from - page.rows.length);
}

/**
 * The numbers of the first and last row on a page. The list may have grown or shrunk since the address was
 * made: a page at the end of the list is counted from its end, and others are kept within the list.
 */
export function spanOf(
  page: Page,
  first: number | null,
  total: number,
): { first: number; last: number } | null {
  const latest = Math.max(1, total - page.rows.length + 1);
  const start = page.next === undefined ? latest : first;
  if (start === null) return null;
  const within = Math.min(start, latest);
  return { first: within, last: within + page.rows.length - 1 };
}
