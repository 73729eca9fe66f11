/** What is asked of a list: the page after or before a place in it, else the first one. */
export type PageOf<Place> = { after?: Place | undefined; before?: Place | undefined; size?: number };

/** Rows in the order of the list, and the places with which the pages after and before begin, where there are any. */
export type Page<Row, Place> = { rows: Row[]; next?: Place; previous?: Place };

/**
 * The page that a query has found. Every row of a list is on exactly one page.
 *
 * @param found the rows beyond the place that was asked for, the nearest first: as many as the page takes
 *   and, where there are more, at least one of these.
 * @param placeOf the place of a row in the list, as an address gives it.
 */
export function pageFrom<Row, Place>(
  found: readonly Row[],
  { after, before }: PageOf<unknown>,
  size: number,
  placeOf: (row: Row) => Place,
): Page<Row, Place> {
  const backward = before !== undefined;
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (backward) rows.reverse();
  const [first] = rows;
  const last = rows.at(-1);
  return {
    rows,
    ...(last && (backward || more) && { next: placeOf(last) }),
    ...(first && (backward ? more : after !== undefined) && { previous: placeOf(first) }),
  };
}
