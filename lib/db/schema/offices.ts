import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant } from "@/lib/db/schema/columns";
import { users } from "@/lib/db/schema/users";

/** Tenants. A head office has member offices; there are two levels, no more. */
export const offices = pgTable(
  "offices",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    parentId: uuid("parent_id").references((): AnyPgColumn => offices.id),
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    language: text("language", { enum: ["sv", "fi", "en"] })
      .notNull()
      .default("sv"),
    timeZone: text("time_zone").notNull().default("Europe/Helsinki"),
    replyTo: text("reply_to"),
    postalAddress: text("postal_address"),
    footer: text("footer"),
    logoId: uuid("logo_id"),
    /**
     * A reply-to address that waits to be confirmed by the link in a mail to it, and the hash of that link.
     */
    replyToWanted: text("reply_to_wanted"),
    replyToHash: bytes("reply_to_hash").unique(),
    replyToAskedAt: instant("reply_to_asked_at"),
    /** Of a head office: which of its settings its member offices inherit. */
    shared: text("shared").array().notNull().default(sql`'{}'`),
    /** Of a member office: the head office's values, copied down whenever they change. */
    inherited: jsonb("inherited").notNull().default({}),
    /** Colleagues, including those of member offices, need a second factor to enter. */
    requireSecondFactor: boolean("require_second_factor").notNull().default(false),
    /** Days for which the provider's events are kept in full. */
    eventDays: smallint("event_days").notNull().default(90),
    /** May have member offices. */
    head: boolean("head").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** Set when it is closed; some days later it is removed with everything in it. */
    deletedAt: instant("deleted_at"),
    /** Why nothing may be sent: `suspended` by the operator, `paused` because of its rates. */
    hold: text("hold", { enum: ["suspended", "paused"] }),
    /** Of a suspension the operator's words; of a pause which rate was too high. */
    holdReason: text("hold_reason").notNull().default(""),
    heldAt: instant("held_at"),
    /** When the operator last restored it; its rates are judged from then on. */
    judgedFrom: instant("judged_from"),
    /** What its administrators are told about its rates at present: see `rateWarningSchema`. */
    rateWarning: jsonb("rate_warning"),
  },
  (t) => [
    index("offices_parent").on(t.parentId),
    index("offices_deleted").on(t.deletedAt).where(sql`deleted_at is not null`),
    check("offices_slug", sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'`),
    check("offices_event_days", sql`${t.eventDays} between 30 and 365`),
    check("offices_language", sql`${t.language} in ('sv', 'fi', 'en')`),
    check(
      "offices_hold",
      sql`(${t.hold} is null) = (${t.heldAt} is null) and (${t.hold} is null or ${t.hold} in ('suspended', 'paused'))`,
    ),
  ],
);

const roles = ["administrator", "colleague"] as const;
const rights = ["none", "read", "write"] as const;

/** Pictures in mails; replaced ones are kept for the mails that were sent with them. */
export const logos = pgTable(
  "logos",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    type: text("type", { enum: ["image/png", "image/jpeg"] }).notNull(),
    content: bytes("content").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("logos_office").on(t.officeId),
    check("logos_type", sql`${t.type} in ('image/png', 'image/jpeg')`),
  ],
);

/** Who may do what in which office. */
export const memberships = pgTable(
  "memberships",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    role: text("role", { enum: roles }).notNull(),
    registerRight: text("register_right", { enum: rights }).notNull().default("none"),
    mailingsRight: text("mailings_right", { enum: rights }).notNull().default("none"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.officeId] }),
    index("memberships_office").on(t.officeId),
    check("memberships_role", sql`${t.role} in ('administrator', 'colleague')`),
    check("memberships_register_right", sql`${t.registerRight} in ('none', 'read', 'write')`),
    check("memberships_mailings_right", sql`${t.mailingsRight} in ('none', 'read', 'write')`),
  ],
);

/** Who is invited to which office, and to do what there: becomes a membership once it is accepted. */
export const invitations = pgTable(
  "invitations",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    role: text("role", { enum: roles }).notNull(),
    registerRight: text("register_right", { enum: rights }).notNull().default("none"),
    mailingsRight: text("mailings_right", { enum: rights }).notNull().default("none"),
    /** Empty where the operator invited. */
    invitedByName: text("invited_by_name").notNull().default(""),
    /** When it was last mailed; it is valid for some days from then. */
    sentAt: instant("sent_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.officeId] }),
    index("invitations_office").on(t.officeId),
    check("invitations_role", sql`${t.role} in ('administrator', 'colleague')`),
    check("invitations_register_right", sql`${t.registerRight} in ('none', 'read', 'write')`),
    check("invitations_mailings_right", sql`${t.mailingsRight} in ('none', 'read', 'write')`),
  ],
);
