import type { Books } from "./recount/books";
import { recountCounts } from "./recount/counts";
import { recountMails } from "./recount/mails";
import { recountStatuses } from "./recount/statuses";
import { underWay } from "./recount/under-way";
import { eventually } from "./scenario";

/**
 * Checks an office's accounts once everything has come to rest: one accepted mail per attempt, each status
 * the join of its facts, no fact lost, correct counts, nothing under way.
 *
 * @returns the faults, each a line.
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

/**
 * Waits until nothing of an office is under way.
 *
 * @throws Error saying what is still under way
 */
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
