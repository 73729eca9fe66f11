import { z } from "zod";

type Page = { rows: readonly unknown[]; next?: unknown; previous?: unknown };

const numberSchema = z.coerce.number().int().min(1).max(2_147_483_647);

/** The number in an address of the row that a page goes on from. */
export function nthOf(nth: unknown): number | undefined {
  return numberSchema.safeParse(nth).data;
}

/**
 * Which row of its list a page begins with, counted from one, without counting them.
 *
 * @param nth the number that the address gives to the row which the page goes on from.
 * @returns null where it gives none.
 */
export function firstOf(page: Page, way: "forward" | "backward", nth: unknown): number | null {
  if (page.previous === undefined) return 1;
  const from = nthOf(nth);
  if (from === undefined) return null;
  return way === "forward" ? from + 1 : Math.max(1, from - page.rows.length);
}

/**
 * From which row to which a page goes. The list may have grown or shrunk since its address was made:
 * what has its end at the end of the list is counted from there, and the rest stays within the list.
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
