import { sql } from "drizzle-orm";
import { bigserial, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/lib/db/schema/columns";
import { offices } from "@/lib/db/schema/offices";

/** The inbox: the provider's events, stored before the webhook answers and processed later. */
export const providerEvents = pgTable(
  "provider_events",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    /** `svix-id`: the same on a retry. */
    eventId: text("event_id").notNull().unique(),
    type: text("type").notNull(),
    payload: jsonb("payload").notNull(),
    receivedAt: instant("received_at").notNull().defaultNow(),
    processedAt: instant("processed_at"),
    /** What came of it: folded, repeated, unknown type, no such attempt … */
    outcome: text("outcome"),
    /** The attempt and office that it is about, found when it is processed; null for no attempt of ours. */
    attemptId: uuid("attempt_id"),
    ofOffice: uuid("of_office"),
    /** When all but type, time and class was removed: see lib/mail/reduce-event.ts. */
    reducedAt: instant("reduced_at"),
  },
  (t) => [
    index("provider_events_whole").on(t.ofOffice, t.receivedAt).where(sql`reduced_at is null`),
    index("provider_events_attempt").on(t.attemptId).where(sql`reduced_at is null`),
    index("provider_events_waiting").on(t.id).where(sql`processed_at is null`),
    index("provider_events_received").on(t.receivedAt),
  ],
);

/** The outbox: events for the job server, written in the transaction that they are about. */
export const outbox = pgTable(
  "outbox",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    data: jsonb("data").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    index("outbox_waiting").on(t.createdAt).where(sql`sent_at is null`),
    index("outbox_sent").on(t.sentAt),
  ],
);

/** The provider's rate, shared by all processes. */
export const providerPace = pgTable("provider_pace", {
  lane: text("lane").primaryKey(),
  /** The moments of the last calls, including reserved ones; the one written last is at the end. */
  calls: instant("calls").array().notNull(),
  /** When this was written: in the future if the database's clock has jumped back since. */
  writtenAt: instant("written_at").notNull().default(sql`clock_timestamp()`),
});

/**
 * How much of a limit has been used, shared by all processes; a row may be deleted when its moment has
 * passed.
 */
export const rateLimits = pgTable("rate_limits", {
  /** HMAC of limit and subject: neither addresses nor logins are kept here. */
  key: bytes("key").primaryKey(),
  /** The moment until which the uses so far last: each use adds its interval. */
  spentUntil: instant("spent_until").notNull(),
});
