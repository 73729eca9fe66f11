import { and, asc, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { EMAIL_STATUSES, type EmailStatus } from "@/lib/addresses/status";
import { type Page, type PageOf, pageFrom } from "@/lib/db/page";
import { memberCounts, members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { versionOf } from "@/lib/db/version";
import { NotFound } from "@/lib/errors";
import { type Audience, audienceCondition, isEveryone, isOfStatus } from "@/lib/members/audience";
import { isCard } from "@/lib/members/remove";
import { amongFew } from "@/lib/members/search";

const PAGE_SIZE = 50;

/** A position in the list, after or before which a page continues. */
export const cursorSchema = z
  .string()
  .max(4_000)
  .transform((text, ctx) => {
    const place = placeSchema.safeParse(readJson(Buffer.from(text, "base64url").toString("utf8")));
    if (place.success) return place.data;
    ctx.addIssue({ code: "custom" });
    return z.NEVER;
  });

const placeSchema = z.object({ sortName: z.string().regex(/^[^\0\p{Cs}]*$/u), id: z.uuid() });

export type MemberPlace = z.output<typeof placeSchema>;

const listed = {
  id: members.id,
  firstName: members.firstName,
  lastName: members.lastName,
  organisation: members.organisation,
  email: members.email,
  emailStatus: members.emailStatus,
  city: members.city,
  sortName: members.sortName,
};

export type MemberRow = Pick<typeof members.$inferSelect, keyof typeof listed>;

export type MemberPage = Page<MemberRow, string>;

export type Member = typeof members.$inferSelect & { version: string };

/** Cards per e-mail status, and `none` for cards without an address. */
export type StatusCounts = Record<EmailStatus | "none", number> & { total: number };

/**
 * A page of the list, ordered by name as in Swedish; every card is on exactly one page.
 *
 * @param page the first page, or the one after or before a place.
 */
export async function listMembers(
  tx: Tx,
  officeId: string,
  audience: Audience,
  page: PageOf<MemberPlace> = {},
): Promise<MemberPage> {
  const { size = PAGE_SIZE } = page;
  const way = page.before === undefined ? asc : desc;
  const few = await amongFew(tx, audience.search);
  const found = await tx
    .select(listed)
    .from(members)
    .where(and(eq(members.officeId, officeId), few, audienceCondition(audience), beyond(page)))
    .orderBy(way(members.sortName), way(members.id))
    .limit(size + 1);
  return pageFrom(found, page, size, cursor);
}

function beyond({ after, before }: PageOf<MemberPlace>): SQL | undefined {
  const key = sql`(${members.sortName}, ${members.id})`;
  if (before) return sql`${key} < (${before.sortName}::text collate "sv-x-icu", ${before.id}::uuid)`;
  if (after) return sql`${key} > (${after.sortName}::text collate "sv-x-icu", ${after.id}::uuid)`;
  return undefined;
}

function cursor({ sortName, id }: MemberPlace): string {
  return Buffer.from(JSON.stringify({ sortName, id })).toString("base64url");
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * How many cards of the audience have which status. Uses the kept counts if only a status narrows it: these
 * are as fast in a large register as in a small one.
 */
export async function countMembers(tx: Tx, officeId: string, audience: Audience = {}): Promise<StatusCounts> {
  const { status, ...rest } = audience;
  return summed(
    isEveryone(rest)
      ? (await keptCounts(tx, officeId)).filter((row) => !status || isOfStatus(row.status, status))
      : await countCards(tx, officeId, audience),
  );
}

/** The same numbers for a view that fits on one page, without asking the database. */
export function countsOfPage({ rows, next, previous }: MemberPage): StatusCounts | null {
  if (next || previous) return null;
  return summed(rows.map(({ emailStatus }) => ({ status: emailStatus ?? "none", count: 1 })));
}

function summed(rows: Counted[]): StatusCounts {
  const found = new Map<string, number>();
  for (const { status, count } of rows) found.set(status, (found.get(status) ?? 0) + count);
  const counts = Object.fromEntries([...EMAIL_STATUSES, "none"].map((key) => [key, found.get(key) ?? 0]));
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  return { ...counts, total } as StatusCounts;
}

type Counted = { status: string; count: number };

function keptCounts(tx: Tx, officeId: string): Promise<Counted[]> {
  return tx
    .select({ status: memberCounts.status, count: memberCounts.count })
    .from(memberCounts)
    .where(eq(memberCounts.officeId, officeId));
}

async function countCards(tx: Tx, officeId: string, audience: Audience): Promise<Counted[]> {
  /* Without parallel workers: the page is being rendered meanwhile and needs a processor. */
  await tx.execute(sql`set local max_parallel_workers_per_gather = 0`);
  const few = await amongFew(tx, audience.search);
  const status = sql<string>`coalesce(${members.emailStatus}::text, 'none')`;
  return tx
    .select({ status, count: sql<number>`count(*)::int` })
    .from(members)
    .where(and(eq(members.officeId, officeId), few, audienceCondition(audience)))
    .groupBy(status);
}

/**
 * One card.
 *
 * @throws NotFound if the office has no such card.
 */
export async function getMember(tx: Tx, officeId: string, id: string): Promise<Member> {
  const [row] = await tx
    .select({ ...getTableColumns(members), version: versionOf(members.updatedAt) })
    .from(members)
    .where(isCard(officeId, id));
  if (!row) throw new NotFound();
  return row;
}

/** How many cards each office has; in a transaction as system. */
export async function cardsPerOffice(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.execute<{ id: string; cards: number }>(
    sql`select office_id as id, sum(count)::int as cards from member_counts group by 1`,
  );
  return new Map(rows.map(({ id, cards }) => [id, cards]));
}
