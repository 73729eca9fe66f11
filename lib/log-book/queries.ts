import { and, asc, desc, eq, inArray, like, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { logEntries } from "@/lib/db/schema/log-book";
import { containsWord, searchWords } from "@/lib/db/search";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { type Act, actsOf } from "@/lib/log-book/acts";
import { type LogFilter, type LogPlace, logPlaceSchema } from "@/lib/log-book/input";
import { amongFewEntries } from "@/lib/log-book/search";

const PAGE_SIZE = 50;

/** An office as the log asks for it: its days begin in its own time zone. */
type LogOffice = { id: string; timeZone: string };

const listed = {
  id: logEntries.id,
  at: logEntries.at,
  actorKind: logEntries.actorKind,
  actorName: logEntries.actorName,
  actorFrom: logEntries.actorFrom,
  act: logEntries.act,
  objectId: logEntries.objectId,
  objectName: logEntries.objectName,
  details: logEntries.details,
};

const detailsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

export type LogEntry = Omit<Pick<typeof logEntries.$inferSelect, keyof typeof listed>, "act" | "details"> & {
  act: Act;
  details: z.output<typeof detailsSchema>;
};

export type LogPage = { rows: LogEntry[]; next?: string; previous?: string };

/** A page of the office's log, newest first; each entry is on exactly one page. */
export async function listLog(
  tx: Tx,
  office: LogOffice,
  filter: LogFilter,
  page: { after?: LogPlace | undefined; before?: LogPlace | undefined; size?: number } = {},
): Promise<LogPage> {
  const size = page.size ?? PAGE_SIZE;
  const backward = page.before !== undefined;
  const order = backward ? asc : desc;
  const few = await amongFewEntries(tx, filter.search);
  const found = await tx
    .select({ ...listed, place })
    .from(logEntries)
    .where(and(eq(logEntries.officeId, office.id), few, beyond(page), ...conditions(filter, office.timeZone)))
    .orderBy(order(logEntries.at), order(logEntries.id))
    .limit(size + 1);
  const shown = found.slice(0, size);
  if (backward) shown.reverse();
  const more = found.length > size;
  const next = backward || more ? shown.at(-1)?.place : undefined;
  const previous = (backward ? more : page.after) ? shown[0]?.place : undefined;
  const rows = shown.map(({ place: _, ...row }) => readEntry(row));
  return { rows, ...(next && { next }), ...(previous && { previous }) };
}

/** All that the log tells of one card, newest first. */
export async function entriesAbout(tx: Tx, officeId: string, cardId: string): Promise<LogEntry[]> {
  const rows = await tx
    .select(listed)
    .from(logEntries)
    .where(
      and(eq(logEntries.officeId, officeId), eq(logEntries.objectId, cardId), like(logEntries.act, "card.%")),
    )
    .orderBy(desc(logEntries.at), desc(logEntries.id));
  return rows.map(readEntry);
}

/** All that a filter leaves, a thousand entries at a time, each page in a transaction of its own. */
export async function* everyEntry(office: LogOffice, filter: LogFilter): AsyncGenerator<LogEntry[]> {
  let after: LogPlace | undefined;
  do {
    const from = after;
    const page = await withOffice(office.id, (tx) =>
      listLog(tx, office, filter, { after: from, size: 1000 }),
    );
    yield page.rows;
    after = page.next === undefined ? undefined : logPlaceSchema.parse(page.next);
  } while (after !== undefined);
}

function readEntry(row: Pick<typeof logEntries.$inferSelect, keyof typeof listed>): LogEntry {
  return { ...row, act: row.act as Act, details: detailsSchema.parse(row.details) };
}

const place = sql<string>`to_char(${logEntries.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  || '_' || ${logEntries.id}`;

function conditions({ search, kind, from, until }: LogFilter, timeZone: string): (SQL | undefined)[] {
  const midnight = (day: string, more = 0) =>
    sql`((${day}::date + ${more}::int)::timestamp at time zone ${timeZone})`;
  return [
    ...searchWords(search).map((word) => containsWord(logEntries.searchText, word)),
    /* Not by `like`, which the planner takes for rare beneath the policy: it would sort all of the log. */
    kind && inArray(logEntries.act, actsOf(kind)),
    from === undefined ? undefined : sql`${logEntries.at} >= ${midnight(from)}`,
    until === undefined ? undefined : sql`${logEntries.at} < ${midnight(until, 1)}`,
  ];
}

function beyond({
  after,
  before,
}: {
  after?: LogPlace | undefined;
  before?: LogPlace | undefined;
}): SQL | undefined {
  const key = sql`(${logEntries.at}, ${logEntries.id})`;
  if (before) return sql`${key} > (${before.at}::timestamptz, ${before.id}::uuid)`;
  if (after) return sql`${key} < (${after.at}::timestamptz, ${after.id}::uuid)`;
  return undefined;
}
