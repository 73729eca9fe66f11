import { sql } from "drizzle-orm";
import { asSystem, withOffice } from "../../lib/db/tenant";
import { settleMessages } from "../../lib/messages/settle";
import { retryPlan } from "../../lib/messages/window";
import { answerRequest, iso } from "./cards";
import { type Fate, fateOf } from "./fates";
import { closeMailing, freezeMailing, type PastMailing, type Waiting } from "./freeze";
import { type Batch, handOver, inBatches } from "./hand-over";
import { randomOf } from "./random";
import type { Letter } from "./texts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const FIVE_DAYS = 5 * 24 * HOUR;

export type Author = PastMailing["author"];

type Sent = { officeId: string; author: Author; at: Date };

/** What most members did with the mail. */
const HABITS: readonly { share: number; fate: Fate }[] = [
  { share: 0.04, fate: "accepted" },
  { share: 0.08, fate: "opened" },
  { share: 0.13, fate: "clicked" },
];

function fates(waiting: readonly Waiting[], word: string): (Waiting & { fate: Fate })[] {
  const random = randomOf(word);
  return waiting.map((message) => {
    const habit = random();
    const played = fateOf(message.address);
    const usual = HABITS.find(({ share }) => habit < share)?.fate ?? "delivered";
    return { ...message, fate: played === "delivered" ? usual : played };
  });
}

/** A confirmation request to everybody, which most of those who got it have answered. */
export async function requestOf({ officeId, author, at }: Sent, subject: string): Promise<void> {
  const { mailingId, waiting } = await freezeMailing(officeId, {
    kind: "confirmation_request",
    subject,
    bodyHtml: "",
    author,
    at,
  });
  const mails = waiting.map((message) => ({ ...message, fate: "delivered" as Fate }));
  await handOver(officeId, mailingId, inBatches(mails, at));
  await closeMailing(officeId, mailingId, "sent", new Date(at.getTime() + 5 * SECOND));
  const random = randomOf(`${subject} ${waiting.length}`);
  const answered = waiting.filter(({ address }) => fateOf(address) !== "delivered" || random() > 0.12);
  await answerRequest(
    officeId,
    answered.map(({ address }) => address),
    new Date(at.getTime() + 2 * HOUR),
  );
}

/** A mailing that reached everybody but one, whose mailbox was full for the five days. */
export async function everydayMailing({ officeId, author, at }: Sent, letter: Letter): Promise<void> {
  const { mailingId, waiting } = await freezeMailing(officeId, { kind: "mailing", ...letter, author, at });
  const mails = waiting.map((message) => {
    const part = message.address.split("+")[0];
    const plays = part === "full" || part === "suppressed";
    return { ...message, fate: plays ? fateOf(message.address) : ("delivered" as Fate) };
  });
  const full = mails.filter(({ address }) => address.startsWith("full+"));
  const window = at.getTime() + 12 * HOUR + SECOND;
  const retries: Batch[] = retryPlan(FIVE_DAYS / SECOND).map((due, place) => ({
    mails: full.map((message) => ({ ...message, fate: "full_again" })),
    at: new Date(window + due + 5 * SECOND),
    number: place + 2,
  }));
  await handOver(officeId, mailingId, [...inBatches(mails, at), ...retries]);
  await closeMailing(officeId, mailingId, "sent", new Date(at.getTime() + 5 * SECOND));
  await expire(
    full.map(({ id }) => id),
    new Date(window + FIVE_DAYS),
  );
}

async function expire(messageIds: string[], at: Date): Promise<void> {
  const ids = sql`any (${sql.param(messageIds)}::uuid[])`;
  await asSystem(async (tx) => {
    await tx.execute(sql`update messages set expired_at = ${iso(at)}::timestamptz where id = ${ids}`);
    await settleMessages(tx, messageIds);
    await tx.execute(sql`update messages set status_at = expired_at where id = ${ids}`);
    await tx.execute(sql`
      update members c set email_status_at = m.expired_at from messages m
      where m.id = ${ids} and c.office_id = m.office_id and c.email = m.address`);
  });
}

/** Of how many members the cancelled mailing knows no more than that they were handed over, or not even that. */
const HANDED_OVER = 2;
const UNTOUCHED = 6;

/**
 * A mailing with every status in it. It was cancelled while the last ones waited, so that some have
 * none; what came back later was not tried again; one card got another address in between.
 */
export async function cancelledMailing({ officeId, author, at }: Sent, letter: Letter): Promise<void> {
  const { mailingId, waiting } = await freezeMailing(officeId, { kind: "mailing", ...letter, author, at });
  const ordinary = waiting.filter(({ address }) => fateOf(address) === "delivered");
  const [moved, leaver, ...others] = ordinary;
  const left = new Set(others.slice(-(HANDED_OVER + UNTOUCHED)));
  const going = fates(
    waiting.filter((message) => message !== moved && !left.has(message)),
    letter.subject,
  ).map((message) => (message.id === leaver?.id ? { ...message, fate: "unsubscribed" as Fate } : message));
  const handed = [...left].slice(0, HANDED_OVER).map((message) => ({ ...message, fate: null }));
  const end = new Date(at.getTime() + 4 * SECOND);
  await handOver(officeId, mailingId, [...inBatches(going, at), { mails: handed, at: end, number: 1 }]);
  if (moved) await changeAddress(officeId, moved, at);
  await closeMailing(officeId, mailingId, "cancelled", end);
}

/** The office corrected the address on the card just before the mail was to go out. */
async function changeAddress(officeId: string, { id, address }: Waiting, at: Date): Promise<void> {
  await withOffice(officeId, (tx) =>
    tx.execute(sql`
      update members set email = ${`ny.${address}`}, email_status = 'unconfirmed',
        email_status_at = ${iso(at)}::timestamptz, updated_at = ${iso(at)}::timestamptz
      where id = (select member_id from message_cards where message_id = ${id})`),
  );
  await asSystem(async (tx) => {
    await tx.execute(sql`
      update messages set stopped = 'changed', stopped_at = ${iso(at)}::timestamptz where id = ${id}`);
    await settleMessages(tx, [id]);
    await tx.execute(sql`update messages set status_at = stopped_at where id = ${id}`);
  });
}

/** A mailing that reached everybody who can be reached. */
export async function reachingMailing({ officeId, author, at }: Sent, letter: Letter): Promise<void> {
  const { mailingId, waiting } = await freezeMailing(officeId, { kind: "mailing", ...letter, author, at });
  const mails = fates(waiting, letter.subject).map((message) =>
    fateOf(message.address) === "delivered" ? message : { ...message, fate: "delivered" as Fate },
  );
  await handOver(officeId, mailingId, inBatches(mails, at));
  await closeMailing(officeId, mailingId, "sent", new Date(at.getTime() + 5 * SECOND));
}
