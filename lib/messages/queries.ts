import { and, asc, desc, eq, gt, lt } from "drizzle-orm";
import { z } from "zod";
import { type Page, type PageOf, pageFrom } from "@/lib/db/page";
import { messageCards, messages } from "@/lib/db/schema/messages";
import { containsWord, searchWords } from "@/lib/db/search";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import { type MailingTitle, mailingTitles } from "@/lib/mailings/queries";
import { cleanLine } from "@/lib/members/input";
import { MESSAGE_STATUSES } from "@/lib/messages/facts";
import type { Reason } from "@/lib/messages/reason";
import { amongFewMessages } from "@/lib/messages/search";
import { shownReason } from "@/lib/messages/shown-reason";
import { expiresAt } from "@/lib/messages/window";

const RECIPIENTS_PAGE = 50;

/** What the recipients of a mailing can be narrowed to. */
export const recipientFilterSchema = z.object({
  status: z.enum(MESSAGE_STATUSES).optional(),
  search: z.string().transform(cleanLine).pipe(z.string().max(200)).optional(),
});

export type RecipientFilter = z.output<typeof recipientFilterSchema>;

/** Position in the mailing after or before which a page goes on. */
export const recipientPlaceSchema = z.coerce.number().int().min(0).max(2_147_483_647);

/** The columns that a recipient is read from: see `readRecipient`. */
export const recipientColumns = {
  id: messages.id,
  position: messages.position,
  name: messages.name,
  address: messages.address,
  status: messages.status,
  delivered: messages.delivered,
  reason: messages.reason,
  statusAt: messages.statusAt,
  attemptCount: messages.attemptCount,
  windowStartedAt: messages.windowStartedAt,
  nextAttemptAt: messages.nextAttemptAt,
};

type Stored = Pick<typeof messages.$inferSelect, keyof typeof recipientColumns>;

/** One recipient of a mailing; what a blocked address is blocked for is not in it. */
export type Recipient = Omit<Stored, "reason" | "windowStartedAt" | "nextAttemptAt"> & {
  reason: Reason | null;
  /** What is to come of itself: another attempt, or the end of the window. */
  next: { kind: "retry" | "expire"; at: Date } | null;
};

export type RecipientPage = Page<Recipient, number>;

/**
 * A page of a mailing's recipients in the order of names; each is on exactly one page.
 *
 * @throws NotFound if `mailingId` is not a UUID.
 */
export async function listRecipients(
  tx: Tx,
  officeId: string,
  mailingId: string,
  filter: RecipientFilter = {},
  page: PageOf<number> = {},
): Promise<RecipientPage> {
  if (!isUuid(mailingId)) throw new NotFound();
  const { size = RECIPIENTS_PAGE } = page;
  const few = await amongFewMessages(tx, officeId, mailingId, filter.search);
  const found = await tx
    .select(recipientColumns)
    .from(messages)
    .where(
      and(
        eq(messages.officeId, officeId),
        eq(messages.mailingId, mailingId),
        few,
        filter.status && eq(messages.status, filter.status),
        ...searchWords(filter.search).map((word) => containsWord(messages.searchText, word)),
        page.before !== undefined ? lt(messages.position, page.before) : undefined,
        page.after !== undefined ? gt(messages.position, page.after) : undefined,
      ),
    )
    .orderBy(page.before === undefined ? asc(messages.position) : desc(messages.position))
    .limit(size + 1);
  const { rows, ...places } = pageFrom(found, page, size, ({ position }) => position);
  return { rows: rows.map(readRecipient), ...places };
}

/** All recipients that a filter leaves, a thousand at a time, each page in a transaction of its own. */
export async function* everyRecipient(
  officeId: string,
  mailingId: string,
  filter: RecipientFilter,
): AsyncGenerator<Recipient[]> {
  let after: number | undefined;
  do {
    const place = after;
    const page = await withOffice(officeId, (tx) =>
      listRecipients(tx, officeId, mailingId, filter, { after: place, size: 1000 }),
    );
    yield page.rows;
    after = page.next;
  } while (after !== undefined);
}

export type MemberMessage = Pick<Recipient, "id" | "status" | "delivered" | "reason" | "statusAt"> & {
  mailing: MailingTitle;
};

const MEMBER_MESSAGES = 20;

/** The latest that one card has been sent, newest first, and whether there is more. */
export async function messagesOfMember(
  tx: Tx,
  officeId: string,
  memberId: string,
): Promise<{ rows: MemberMessage[]; more: boolean }> {
  const found = await tx
    .select({ ...recipientColumns, mailingId: messages.mailingId })
    .from(messageCards)
    .innerJoin(messages, eq(messages.id, messageCards.messageId))
    .where(and(eq(messageCards.officeId, officeId), eq(messageCards.memberId, memberId)))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(MEMBER_MESSAGES + 1);
  const latest = found.slice(0, MEMBER_MESSAGES);
  const titles = await mailingTitles(tx, officeId, [...new Set(latest.map((row) => row.mailingId))]);
  const rows = latest.flatMap((row) => {
    const mailing = titles.get(row.mailingId);
    const { id, status, delivered, reason, statusAt } = readRecipient(row);
    return mailing ? [{ id, status, delivered, reason, statusAt, mailing }] : [];
  });
  return { rows, more: found.length > latest.length };
}

/** A message as an office may see it. */
export function readRecipient(row: Stored): Recipient {
  const { id, position, name, address, status, delivered, statusAt, attemptCount } = row;
  const reason = shownReason(status, row.reason);
  return {
    id,
    position,
    name,
    address,
    status,
    delivered,
    reason,
    statusAt,
    attemptCount,
    next: nextOf(row),
  };
}

function nextOf({ windowStartedAt, nextAttemptAt: at }: Stored): Recipient["next"] {
  if (!windowStartedAt || !at) return null;
  const end = expiresAt({ windowStart: windowStartedAt, windowSeconds: env().SOFT_BOUNCE_WINDOW });
  return { kind: at < end ? "retry" : "expire", at };
}
