import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "@/lib/db/schema/columns";
import { offices } from "@/lib/db/schema/offices";
import { messageStatus } from "@/lib/db/schema/statuses";

export const mailingState = pgEnum("mailing_state", [
  "draft",
  "scheduled",
  "preparing",
  "sending",
  "paused",
  "sent",
  "cancelled",
]);

/** Mailings and confirmation requests. Frozen columns are written once, when the mailing is sent. */
export const mailings = pgTable(
  "mailings",
  {
    id: uuid("id").notNull().defaultRandom(),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["mailing", "confirmation_request"] }).notNull(),
    state: mailingState("state").notNull().default("draft"),
    subject: text("subject").notNull().default(""),
    /** Sanitised rich text with merge tags. */
    bodyHtml: text("body_html").notNull().default(""),
    /** Which cards: see `audienceSchema`. */
    audience: jsonb("audience").notNull().default({}),
    onePerAddress: boolean("one_per_address").notNull().default(false),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull().default(""),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    /** When it will be sent by itself; of a draft, a scheduled time that was missed. */
    scheduledAt: instant("scheduled_at"),
    /** When "send" was pressed, or its time had come. */
    requestedAt: instant("requested_at"),
    /** When the recipients were frozen. */
    preparedAt: instant("prepared_at"),
    completedAt: instant("completed_at"),
    /** Frozen: language → compiled template with tokens. */
    template: jsonb("template"),
    /** Frozen: sender name and address, reply-to, base URL of links, version of the signing key. */
    senderName: text("sender_name"),
    mailFrom: text("mail_from"),
    replyTo: text("reply_to"),
    baseUrl: text("base_url"),
    keyVersion: smallint("key_version"),
    /** Counted when frozen. */
    total: integer("total").notNull().default(0),
    skippedUnconfirmed: integer("skipped_unconfirmed").notNull().default(0),
    skippedWithoutAddress: integer("skipped_without_address").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.officeId] }),
    /* Read backwards for the newest first: `desc()` here would mean nulls last, which no query asks for. */
    index("mailings_newest").on(t.officeId, sql`coalesce(${t.requestedAt}, ${t.createdAt})`, t.id),
    index("mailings_under_way").on(t.state).where(sql`state in ('scheduled', 'preparing', 'sending')`),
    /* Sorted as the sweep asks: beneath row-level security the planner has no statistics of the state, and
       assumes that every mailing is under way. */
    index("mailings_standing_still").on(t.updatedAt).where(sql`state in ('preparing', 'sending', 'paused')`),
    index("mailings_scheduled").on(t.scheduledAt).where(sql`state = 'scheduled'`),
    check("mailings_has_time", sql`${t.state} <> 'scheduled' or ${t.scheduledAt} is not null`),
    check("mailings_kind", sql`${t.kind} in ('mailing', 'confirmation_request')`),
    check(
      "mailings_frozen",
      sql`${t.preparedAt} is null or (${t.template} is not null and ${t.senderName} is not null and ${t.mailFrom} is not null and ${t.baseUrl} is not null and ${t.keyVersion} is not null)`,
    ),
  ],
);

/** Messages per mailing and status; kept by a trigger, exact in every transaction. */
export const mailingCounts = pgTable(
  "mailing_counts",
  {
    officeId: uuid("office_id").notNull(),
    mailingId: uuid("mailing_id").notNull(),
    status: messageStatus("status").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.mailingId, t.status] }),
    foreignKey({
      columns: [t.mailingId, t.officeId],
      foreignColumns: [mailings.id, mailings.officeId],
    }).onDelete("cascade"),
  ],
);

/** "Uppdatera resultat": one run of asking the provider about a mailing's unsettled messages. */
export const refreshes = pgTable(
  "refreshes",
  {
    id: uuid("id").notNull().defaultRandom(),
    officeId: uuid("office_id").notNull(),
    mailingId: uuid("mailing_id").notNull(),
    requestedBy: uuid("requested_by"),
    requestedAt: instant("requested_at").notNull().defaultNow(),
    total: integer("total"),
    asked: integer("asked").notNull().default(0),
    /** When the provider was last asked; at first, when the refresh was requested. */
    askedAt: instant("asked_at").notNull().defaultNow(),
    changed: integer("changed").notNull().default(0),
    finishedAt: instant("finished_at"),
    failure: text("failure"),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.officeId] }),
    foreignKey({
      columns: [t.mailingId, t.officeId],
      foreignColumns: [mailings.id, mailings.officeId],
    }).onDelete("cascade"),
    index("refreshes_mailing").on(t.mailingId, t.requestedAt),
    index("refreshes_open").on(t.requestedAt).where(sql`finished_at is null`),
  ],
);
