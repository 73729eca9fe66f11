import type { ImportRow } from "@/lib/members/import/packed-rows";
import type { ImportFile } from "@/lib/members/import/read";

/** The good rows of a file, in its order. */
export function everyRow({ rows }: Pick<ImportFile, "rows">): ImportRow[] {
  return [...rows.bundles()].flat().sort((a, b) => a.row - b.row);
}
