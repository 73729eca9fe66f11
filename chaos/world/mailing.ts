import { randomUUID } from "node:crypto";
import { createDraft } from "@/lib/mailings/draft";
import { sendMailing } from "@/lib/mailings/send";
import { ANNA } from "@/tests/support/actor";
import { rest } from "../recount";
import { underWay } from "../recount/under-way";
import { leaveUnjudged } from "../unjudged";
import type { World } from "../world";

export type Sent = { officeId: string; mailingId: string };

const TEXT = { subject: "Hej {{förnamn|vän}}", bodyHtml: "<p>Kära {{namn}}, välkommen!</p>" };

/** A new office with these confirmed members. */
async function arrangeOffice(world: World, emails: readonly string[]): Promise<string> {
  const office = await world.arrange.office();
  await leaveUnjudged(world.books.own, office.id);
  await world.arrange.members(
    office.id,
    emails.map((email) => ({ email })),
  );
  return office.id;
}

/** Addresses that nobody else has, whose mailboxes take everything. */
export function addresses(count: number): string[] {
  const name = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, n) => `m${n}.${name}@example.org`);
}

/** A mailing to all members of an office; "send" has been pressed. */
async function press(officeId: string, recipients: number): Promise<Sent> {
  const draft = await createDraft(officeId, ANNA, { ...TEXT, audience: {}, onePerAddress: false });
  await sendMailing(officeId, ANNA, draft, recipients);
  return { officeId, mailingId: draft.id };
}

/** A mailing to a new office's members. */
export async function send(world: World, emails: readonly string[]): Promise<Sent> {
  return press(await arrangeOffice(world, emails), emails.length);
}

/**
 * Waits until an office has come to rest, and lets time pass where nothing happens meanwhile.
 *
 * @param step how much at a time
 */
export async function settle(world: World, officeId: string, step = "3 minutes", steps = 60): Promise<void> {
  for (let taken = 0; taken < steps; taken++) {
    if (await comesToRest(world, officeId)) return;
    await world.pass(step);
  }
  await rest(world.books, officeId);
}

/** Whether it comes to rest by itself, waiting as long as anything moves. */
async function comesToRest(world: World, officeId: string): Promise<boolean> {
  let before = "";
  for (let quiet = 0; quiet < 5; quiet++) {
    const left = JSON.stringify(await underWay(world.books, officeId));
    if (left === "{}") return true;
    if (left !== before) quiet = 0;
    before = left;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return false;
}

/** How many messages of a mailing have each status. */
export async function statuses(world: World, { mailingId }: Sent): Promise<Record<string, number>> {
  const rows = await world.books.own<{ status: string; count: number }[]>`
    select status, count(*)::int as count from messages where mailing_id = ${mailingId} group by 1 order by 2 desc`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** How many mails the provider has taken for an office. */
export async function mails(world: World, { officeId }: Sent): Promise<number> {
  const attempts = await world.books.own<
    { id: string }[]
  >`select id from attempts where office_id = ${officeId}`;
  const [row] = await world.books.provider<{ count: number }[]>`
    select count(*)::int as count from resend_server.emails e
    where exists (select from jsonb_array_elements(e.tags) tag
      where tag ->> 'name' = 'attempt' and tag ->> 'value' = any (${attempts.map(({ id }) => id)}::text[]))`;
  return row?.count ?? 0;
}
