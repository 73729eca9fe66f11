import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { attempts, facts, messageCards, messages } from "@/lib/db/schema/messages";
import type { Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import { type MailingTitle, mailingTitles } from "@/lib/mailings/queries";
import { factOfRank } from "@/lib/messages/facts";
import { type Recipient, readRecipient, recipientColumns } from "@/lib/messages/queries";
import { readReason } from "@/lib/messages/shown-reason";
import { type TimelineEntry, timelineOf } from "@/lib/messages/timeline";

export type MessageHistory = Recipient & {
  timeline: TimelineEntry[];
  /** The cards that it stands for and that are still there. */
  memberIds: string[];
  /** Whether it was written to several cards with one address, whatever has become of them. */
  shared: boolean;
};

/**
 * One message and all that is known about it, oldest first.
 *
 * @throws NotFound if the office's mailing has no such message.
 */
export async function getMessageHistory(
  tx: Tx,
  officeId: string,
  mailingId: string,
  messageId: string,
): Promise<MessageHistory> {
  if (!isUuid(messageId)) throw new NotFound();
  const [message] = await historiesOf(
    tx,
    officeId,
    and(eq(messages.mailingId, mailingId), eq(messages.id, messageId)),
  );
  if (!message) throw new NotFound();
  return message;
}

export type MemberHistory = MessageHistory & {
  mailing: MailingTitle;
  createdAt: Date;
  /** What its mail was personalised with. */
  values: Record<string, string>;
};

/** Everything that one card has been sent, the newest first, with all that is known about it. */
export async function historyOfMember(tx: Tx, officeId: string, memberId: string): Promise<MemberHistory[]> {
  const ofMember = sql`${messages.id} in (
    select mc.message_id from ${messageCards} mc where mc.office_id = ${officeId} and mc.member_id = ${memberId})`;
  const found = await historiesOf(tx, officeId, ofMember);
  const titles = await mailingTitles(tx, officeId, [...new Set(found.map((row) => row.mailingId))]);
  return found.flatMap((row) => {
    const mailing = titles.get(row.mailingId);
    return mailing ? [{ ...row, mailing }] : [];
  });
}

/** Four statements for any number of messages. */
async function historiesOf(tx: Tx, officeId: string, which: SQL | undefined) {
  const found = await tx
    .select({
      ...recipientColumns,
      mailingId: messages.mailingId,
      values: messages.values,
      createdAt: messages.createdAt,
      blockedFromStart: messages.blockedFromStart,
      stopped: messages.stopped,
      stoppedAt: messages.stoppedAt,
      expiredAt: messages.expiredAt,
    })
    .from(messages)
    .where(and(eq(messages.officeId, officeId), which))
    .orderBy(sql`${messages.createdAt} desc, ${messages.id}`);
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const tried = await tx
    .select({
      id: attempts.id,
      messageId: attempts.messageId,
      number: attempts.number,
      createdAt: attempts.createdAt,
      acceptedAt: attempts.acceptedAt,
    })
    .from(attempts)
    .where(and(eq(attempts.officeId, officeId), inArray(attempts.messageId, ids)))
    .orderBy(asc(attempts.number));
  const learnt = await tx
    .select({
      messageId: facts.messageId,
      attemptId: facts.attemptId,
      fact: facts.fact,
      source: facts.source,
      reason: facts.reason,
      occurredAt: facts.occurredAt,
    })
    .from(facts)
    .where(and(eq(facts.officeId, officeId), inArray(facts.messageId, ids)))
    .orderBy(asc(facts.occurredAt), asc(facts.id));
  const cards = await tx
    .select({ messageId: messageCards.messageId, memberId: messageCards.memberId })
    .from(messageCards)
    .where(and(eq(messageCards.officeId, officeId), inArray(messageCards.messageId, ids)))
    .orderBy(asc(messageCards.memberId));
  const triedOf = byMessage(tried);
  const learntOf = byMessage(learnt);
  const cardsOf = byMessage(cards);
  return found.map((message) => {
    const own = triedOf.get(message.id) ?? [];
    const writtenTo = cardsOf.get(message.id) ?? [];
    return {
      ...readRecipient(message),
      mailingId: message.mailingId,
      createdAt: message.createdAt,
      values: message.values,
      memberIds: writtenTo.flatMap(({ memberId }) => memberId ?? []),
      shared: writtenTo.length > 1,
      timeline: timelineOf({
        ...message,
        windowSeconds: env().SOFT_BOUNCE_WINDOW,
        attempts: own,
        facts: (learntOf.get(message.id) ?? []).map((row) => {
          const fact = factOfRank(row.fact);
          const attempt = own.find(({ id }) => id === row.attemptId)?.number ?? null;
          const secret = fact === "blocked" || message.status === "blocked";
          return { ...row, fact, attempt, reason: secret ? null : readReason(row.reason) };
        }),
      }),
    };
  });
}

function byMessage<Row extends { messageId: string }>(rows: Row[]): Map<string, Row[]> {
  const lists = new Map<string, Row[]>();
  for (const row of rows) {
    const list = lists.get(row.messageId);
    if (list) list.push(row);
    else lists.set(row.messageId, [row]);
  }
  return lists;
}
