import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/lib/db/schema/columns";
import { offices } from "@/lib/db/schema/offices";

/** Rates that came near the provider's limits, once a day for each level, and whether that was mailed. */
export const rateWarnings = pgTable(
  "rate_warnings",
  {
    /** Also the idempotency key of its mails. */
    id: uuid("id").primaryKey().defaultRandom(),
    /** The office whose rate it is; null for all of them together. */
    about: uuid("about").references(() => offices.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["bounces", "complaints"] }).notNull(),
    level: text("level", { enum: ["half", "near", "limit"] }).notNull(),
    day: date("day").notNull().default(sql`(now() at time zone 'UTC')::date`),
    accepted: integer("accepted").notNull(),
    bad: integer("bad").notNull(),
    /** The office was paused by it. */
    paused: boolean("paused").notNull().default(false),
    notedAt: instant("noted_at").notNull().defaultNow(),
    toldAt: instant("told_at"),
  },
  (t) => [
    unique("rate_warnings_once").on(t.about, t.kind, t.level, t.day).nullsNotDistinct(),
    index("rate_warnings_untold").on(t.notedAt).where(sql`told_at is null`),
    check("rate_warnings_kind", sql`${t.kind} in ('bounces', 'complaints')`),
    check("rate_warnings_level", sql`${t.level} in ('half', 'near', 'limit')`),
  ],
);
