import { and, asc, desc, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { beyondPlace, type InstantPlace, instantPlace } from "@/lib/db/instant-place";
import { type Page, type PageOf, pageFrom } from "@/lib/db/page";
import { mailingCounts, mailings } from "@/lib/db/schema/mailings";
import type { Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { versionOf } from "@/lib/db/version";
import { NotFound } from "@/lib/errors";
import {
  type Audience,
  audienceSchema,
  NOBODY,
  type StatusFilter,
  storedAudience,
} from "@/lib/members/audience";
import { completeCounts, type MessageCounts } from "@/lib/messages/families";

const MAILINGS_PAGE = 25;

const listed = {
  id: mailings.id,
  kind: mailings.kind,
  state: mailings.state,
  subject: mailings.subject,
  createdByName: mailings.createdByName,
  createdAt: mailings.createdAt,
  updatedAt: mailings.updatedAt,
  scheduledAt: mailings.scheduledAt,
  requestedAt: mailings.requestedAt,
  preparedAt: mailings.preparedAt,
  completedAt: mailings.completedAt,
  total: mailings.total,
  skippedUnconfirmed: mailings.skippedUnconfirmed,
  skippedWithoutAddress: mailings.skippedWithoutAddress,
  onePerAddress: mailings.onePerAddress,
};

/** Which cards a mailing is for, as a screen says it. */
export type MailingView = {
  search?: string | undefined;
  status?: StatusFilter | undefined;
  /** How many cards were picked one by one; null where all of the view are meant. */
  picked: number | null;
};

/** A mailing with how many messages have which status: kept counts, nothing is counted here. */
export type Mailing = Pick<typeof mailings.$inferSelect, keyof typeof listed> & {
  view: MailingView;
  counts: MessageCounts;
};

export type Unsent = Pick<Mailing, "id" | "subject" | "onePerAddress" | "scheduledAt"> & {
  state: "draft" | "scheduled";
  version: string;
  bodyHtml: string;
  audience: Audience;
};

export type MailingPage = Page<Mailing, string>;

/* A draft may be sent long after it was begun. */
const order = { at: sql`coalesce(${mailings.requestedAt}, ${mailings.createdAt})`, id: mailings.id };

/** A page of the office's mailings and confirmation requests, the last sent or begun first. */
export async function listMailings(
  tx: Tx,
  officeId: string,
  page: PageOf<InstantPlace> = {},
): Promise<MailingPage> {
  const { size = MAILINGS_PAGE } = page;
  const way = page.before === undefined ? desc : asc;
  const found = await tx
    .select({ ...listed, counts, view, place: instantPlace(order) })
    .from(mailings)
    .where(and(eq(mailings.officeId, officeId), beyondPlace(order, page)))
    .orderBy(way(order.at), way(order.id))
    .limit(size + 1);
  const { rows, ...places } = pageFrom(found, page, size, ({ place }) => place);
  return { rows: rows.map(readMailing), ...places };
}

/** @throws NotFound if the office has no such mailing. */
export async function getMailing(tx: Tx, officeId: string, mailingId: string): Promise<Mailing> {
  const [row] = await tx
    .select({ ...listed, counts, view })
    .from(mailings)
    .where(isMailing(officeId, mailingId));
  if (!row) throw new NotFound();
  return readMailing(row);
}

/**
 * What the author has written of a mailing that has not been sent.
 *
 * @returns null if it has been.
 * @throws NotFound if the office has no such mailing.
 */
export async function getUnsent(tx: Tx, officeId: string, mailingId: string): Promise<Unsent | null> {
  const [row] = await tx
    .select({
      id: mailings.id,
      version: versionOf(mailings.updatedAt),
      state: mailings.state,
      scheduledAt: mailings.scheduledAt,
      subject: mailings.subject,
      bodyHtml: mailings.bodyHtml,
      audience: mailings.audience,
      onePerAddress: mailings.onePerAddress,
    })
    .from(mailings)
    .where(isMailing(officeId, mailingId));
  if (!row) throw new NotFound();
  const { state } = row;
  if (state !== "draft" && state !== "scheduled") return null;
  return { ...row, state, audience: storedAudience(row.audience) ?? NOBODY };
}

/**
 * How a mailing took its recipients.
 *
 * @returns the instant as the database writes it, in microseconds; undefined if it has taken none yet.
 */
export async function howFrozen(
  tx: Tx,
  officeId: string,
  mailingId: string,
): Promise<{ onePerAddress: boolean; preparedAt: string } | undefined> {
  const [row] = await tx
    .select({ onePerAddress: mailings.onePerAddress, preparedAt: sql<string>`${mailings.preparedAt}::text` })
    .from(mailings)
    .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId), isNotNull(mailings.preparedAt)));
  return row;
}

export type MailingTitle = Pick<Mailing, "id" | "kind" | "subject" | "requestedAt">;

/** What mailings are called; by their ids. */
export async function mailingTitles(
  tx: Tx,
  officeId: string,
  mailingIds: string[],
): Promise<Map<string, MailingTitle>> {
  if (mailingIds.length === 0) return new Map();
  const rows = await tx
    .select({
      id: mailings.id,
      kind: mailings.kind,
      subject: mailings.subject,
      requestedAt: mailings.requestedAt,
    })
    .from(mailings)
    .where(and(eq(mailings.officeId, officeId), inArray(mailings.id, mailingIds)));
  return new Map(rows.map((row) => [row.id, row]));
}

const counts = sql<Partial<MessageCounts>>`(
  select coalesce(jsonb_object_agg(c.status, c.count), '{}') from ${mailingCounts} c
  where c.office_id = "mailings"."office_id" and c.mailing_id = "mailings"."id")`;

const view = sql<unknown>`("mailings"."audience" - 'ids') || jsonb_build_object(
  'picked', jsonb_array_length("mailings"."audience" -> 'ids'))`;

const viewSchema = audienceSchema
  .pick({ search: true, status: true })
  .extend({ picked: z.number().nullable() })
  /* One that cannot be read is to nobody, as in `getUnsent`. */
  .catch({ picked: 0 });

function isMailing(officeId: string, mailingId: string): SQL | undefined {
  if (!isUuid(mailingId)) throw new NotFound();
  return and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId));
}

function readMailing<Row extends { counts: Partial<MessageCounts>; view: unknown }>(row: Row) {
  return { ...row, view: viewSchema.parse(row.view), counts: completeCounts(row.counts) };
}
