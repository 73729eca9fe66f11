/**
 * The title of a list, preceded by its filters: `berg · Studsat · Höstmötet`. Screen readers announce the
 * title first, and only the title when nothing else has changed.
 */
export function narrowedTitle(title: string, ...by: (string | undefined)[]): string {
  return [...by.filter(Boolean), title].join(" · ");
}
