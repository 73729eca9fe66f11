/** So many rows are shown at a time: most associations see all that they have. */
const SHOWN = 200;

/**
 * The part of a list that an address asks for.
 *
 * @param from id of the row that it begins with; where no row has it, it is the first part.
 * @returns also the ids with which the parts before and after begin.
 */
export function listPage<Row>(
  all: readonly Row[],
  from: unknown,
  idOf: (row: Row) => string,
): { rows: Row[]; previous?: string; next?: string } {
  const start = Math.max(
    0,
    all.findIndex((row) => idOf(row) === from),
  );
  const before = start > 0 ? all[Math.max(0, start - SHOWN)] : undefined;
  const after = all[start + SHOWN];
  return {
    rows: all.slice(start, start + SHOWN),
    ...(before && { previous: idOf(before) }),
    ...(after && { next: idOf(after) }),
  };
}
