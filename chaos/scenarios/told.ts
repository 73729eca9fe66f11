import { recount } from "../recount";
import type { Told } from "../scenario";
import type { World } from "../world";
import { mails, type Sent, statuses } from "../world/mailing";

/**
 * What came of a mailing that has come to rest.
 *
 * @param expected its messages per status
 */
export async function told(
  world: World,
  sent: Sent,
  done: string,
  expected: Record<string, number>,
): Promise<Told> {
  const found = await statuses(world, sent);
  const faults = await recount(world.books, sent.officeId);
  if (text(found) !== text(expected)) faults.push(`came to ${text(found)}, not ${text(expected)}`);
  return { done, came: `${await mails(world, sent)} mails; ${text(found)}`, faults };
}

function text(statuses: Record<string, number>): string {
  return Object.entries(statuses)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([status, count]) => `${status} ${count}`)
    .join(", ");
}
