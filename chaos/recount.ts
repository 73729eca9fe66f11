import type { Books } from "./recount/books";
import { recountCounts } from "./recount/counts";
import { recountMails } from "./recount/mails";
import { recountStatuses } from "./recount/statuses";
import { underWay } from "./recount/under-way";
import { eventually } from "./scenario";

/**
 * Whether an office's accounts are in order, once everything has come to rest: one accepted mail per
 * attempt, each status the join of its facts, no fact lost, counts as counted, nothing under way.
 *
 * @returns what is not so, each a line; nothing when all is well.
 */
export async function recount(books: Books, officeId: string): Promise<string[]> {
  const left = Object.entries(await underWay(books, officeId));
  return [
    ...left.map(([what, count]) => `${count} ${what} still under way`),
    ...(await recountMails(books, officeId)),
    ...(await recountStatuses(books, officeId)),
    ...(await recountCounts(books, officeId)),
  ];
}

/** Waits until nothing of an office is under way. @throws Error with what hangs */
export function rest(books: Books, officeId: string, within?: number): Promise<void> {
  return eventually(
    "everything comes to rest",
    async () => {
      const left = await underWay(books, officeId);
      return Object.keys(left).length === 0 || JSON.stringify(left);
    },
    { every: 500, ...(within && { within }) },
  );
}
