/**
 * A list's title after what the list is narrowed to: `berg · Studsat · Höstmötet`. It is the first that is
 * heard of a page, and all that is heard where only the title has changed.
 */
export function narrowedTitle(title: string, ...by: (string | undefined)[]): string {
  return [...by.filter(Boolean), title].join(" · ");
}
