import { and, asc, desc, eq, inArray, like, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { beyondPlace, type InstantPlace, instantPlace, instantPlaceSchema } from "@/lib/db/instant-place";
import { type Page, type PageOf, pageFrom } from "@/lib/db/page";
import { logEntries } from "@/lib/db/schema/log-book";
import { containsWord, searchWords } from "@/lib/db/search";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { type Act, actsOf } from "@/lib/log-book/acts";
import type { LogFilter } from "@/lib/log-book/input";
import { amongFewEntries } from "@/lib/log-book/search";

const PAGE_SIZE = 50;

/** An office as the log needs it: its days begin in its own time zone. */
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

export type LogPage = Page<LogEntry, string>;

const order = { at: logEntries.at, id: logEntries.id };

/** A page of the office's log, newest first; each entry is on exactly one page. */
export async function listLog(
  tx: Tx,
  office: LogOffice,
  filter: LogFilter,
  page: PageOf<InstantPlace> = {},
): Promise<LogPage> {
  const { size = PAGE_SIZE } = page;
  const way = page.before === undefined ? desc : asc;
  const few = await amongFewEntries(tx, filter.search);
  const found = await tx
    .select({ ...listed, place: instantPlace(order) })
    .from(logEntries)
    .where(
      and(
        eq(logEntries.officeId, office.id),
        few,
        beyondPlace(order, page),
        ...conditions(filter, office.timeZone),
      ),
    )
    .orderBy(way(order.at), way(order.id))
    .limit(size + 1);
  const { rows, ...places } = pageFrom(found, page, size, ({ place }) => place);
  return { rows: rows.map(({ place: _, ...row }) => readEntry(row)), ...places };
}

/** All entries about one card, newest first. */
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

/** Whether the office has erased the person of a card. */
export async function isErased(tx: Tx, officeId: string, cardId: string): Promise<boolean> {
  if (!isUuid(cardId)) return false;
  const about = and(eq(logEntries.officeId, officeId), eq(logEntries.objectId, cardId));
  const found = await tx
    .select({ id: logEntries.id })
    .from(logEntries)
    .where(and(about, eq(logEntries.act, "card.erased")))
    .limit(1);
  return found.length > 0;
}

/** All entries that match a filter, in pages of a thousand, each read in a transaction of its own. */
export async function* everyEntry(office: LogOffice, filter: LogFilter): AsyncGenerator<LogEntry[]> {
  let after: InstantPlace | undefined;
  do {
    const from = after;
    const page = await withOffice(office.id, (tx) =>
      listLog(tx, office, filter, { after: from, size: 1000 }),
    );
    yield page.rows;
    after = page.next === undefined ? undefined : instantPlaceSchema.parse(page.next);
  } while (after !== undefined);
}

function readEntry(row: Pick<typeof logEntries.$inferSelect, keyof typeof listed>): LogEntry {
  return { ...row, act: row.act as Act, details: detailsSchema.parse(row.details) };
}

function conditions({ search, kind, from, until }: LogFilter, timeZone: string): (SQL | undefined)[] {
  const midnight = (day: string, more = 0) =>
    sql`((${day}::date + ${more}::int)::timestamp at time zone ${timeZone})`;
  return [
    ...searchWords(search).map((word) => containsWord(logEntries.searchText, word)),
    /* Not by `like`, which beneath the policy the planner takes for rare: it would sort the whole log. */
    kind && inArray(logEntries.act, actsOf(kind)),
    from === undefined ? undefined : sql`${logEntries.at} >= ${midnight(from)}`,
    until === undefined ? undefined : sql`${logEntries.at} < ${midnight(until, 1)}`,
  ];
}
