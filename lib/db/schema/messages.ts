import { sql } from "drizzle-orm";
import {
  bigserial,
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
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant } from "@/lib/db/schema/columns";
import { mailings } from "@/lib/db/schema/mailings";
import { members } from "@/lib/db/schema/members";
import { emailStatus, messageStatus } from "@/lib/db/schema/statuses";

/** Why a message is not tried any more: our own decision, written once. */
export const stopReason = pgEnum("stop_reason", ["problem", "changed", "gone", "cancelled"]);

/**
 * One recipient of one mailing. Address, name, language and values are frozen. The status is part of no
 * index, so that an answer updates the row in place without new index entries.
 */
export const messages = pgTable(
  "messages",
  {
    id: uuid("id").notNull().defaultRandom(),
    officeId: uuid("office_id").notNull(),
    mailingId: uuid("mailing_id").notNull(),
    /** 0, 1, 2 …, in the order of names; a chunk is a range of positions. */
    position: integer("position").notNull(),
    /** Empty once the person has been erased; `addressHash` then identifies it. */
    address: text("address").notNull(),
    addressHash: bytes("address_hash"),
    /** Empty once everybody that the message was for has been erased. */
    name: text("name").notNull(),
    searchText: text("search_text").notNull().generatedAlwaysAs(sql`folded(name || ' ' || address)`),
    language: text("language", { enum: ["sv", "fi", "en"] }).notNull(),
    values: jsonb("values").$type<Record<string, string>>().notNull(),
    /** The join of the facts: only `lib/messages` writes it. */
    status: messageStatus("status").notNull().default("none"),
    statusAt: instant("status_at").notNull().defaultNow(),
    /** The receiving server took it: shown as a tick. */
    delivered: boolean("delivered").notNull().default(false),
    /** Why it has this status: see `Reason`. */
    reason: jsonb("reason"),
    attemptCount: smallint("attempt_count").notNull().default(0),
    /**
     * The problem that it put on its address; put there only once, so that a lifted problem does not come
     * back.
     */
    problem: emailStatus("problem"),
    /** Not attempted because of an earlier problem of the address. */
    blockedFromStart: boolean("blocked_from_start").notNull().default(false),
    stopped: stopReason("stopped"),
    stoppedAt: instant("stopped_at"),
    /** Database time at which the first temporary bounce was recorded. */
    windowStartedAt: instant("window_started_at"),
    nextAttemptAt: instant("next_attempt_at"),
    expiredAt: instant("expired_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.officeId] }),
    uniqueIndex("messages_position").on(t.mailingId, t.position),
    index("messages_address").on(t.address, t.officeId),
    check("messages_erased", sql`(${t.address} = '') = (${t.addressHash} is not null)`),
    index("messages_due").on(t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    foreignKey({
      columns: [t.mailingId, t.officeId],
      foreignColumns: [mailings.id, mailings.officeId],
    }).onDelete("cascade"),
  ],
);

/** The cards a message stands for; a card has at most one message in a mailing. */
export const messageCards = pgTable(
  "message_cards",
  {
    officeId: uuid("office_id").notNull(),
    messageId: uuid("message_id").notNull(),
    mailingId: uuid("mailing_id").notNull(),
    /** Null once the card has been deleted. */
    memberId: uuid("member_id"),
  },
  (t) => [
    /* Also finds the messages of a card. */
    uniqueIndex("message_cards_once").on(t.memberId, t.mailingId),
    index("message_cards_message").on(t.messageId, t.officeId),
    foreignKey({
      columns: [t.messageId, t.officeId],
      foreignColumns: [messages.id, messages.officeId],
    }).onDelete("cascade"),
    /* `on delete set null (member_id)` is in a migration by hand: drizzle has no column list. */
    foreignKey({
      name: "message_cards_member_fk",
      columns: [t.memberId, t.officeId],
      foreignColumns: [members.id, members.officeId],
    }),
  ],
);

/** The mails of one call to the provider: written before the call, closed after it. */
export const batches = pgTable(
  "batches",
  {
    id: uuid("id").notNull().defaultRandom(),
    officeId: uuid("office_id").notNull(),
    mailingId: uuid("mailing_id").notNull(),
    /**
     * `open`: handed over or about to be. `answered`: accepted. `refused`: a final no.
     * `split`: a refused batch whose mails went on in smaller ones. `stale`: unanswered and older
     * than the provider remembers its key, to be looked up. `forgotten`: nobody can tell any more.
     */
    state: text("state", { enum: ["open", "answered", "refused", "split", "stale", "forgotten"] })
      .notNull()
      .default("open"),
    /** The range of positions that it was taken from, so that an interrupted step finds it again. */
    chunk: integer("chunk").notNull(),
    /** In the order of the body. */
    attemptIds: uuid("attempt_ids").array().notNull(),
    bodyHash: bytes("body_hash").notNull(),
    calls: smallint("calls").notNull().default(0),
    createdAt: instant("created_at").notNull().defaultNow(),
    firstCalledAt: instant("first_called_at"),
    lastCalledAt: instant("last_called_at"),
    answeredAt: instant("answered_at"),
    failure: jsonb("failure"),
    /** When a stale batch may be looked up, and where in the provider's list the look-up continues. */
    lookUpAfter: instant("look_up_after"),
    lookUpCursor: text("look_up_cursor"),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.officeId] }),
    index("batches_open").on(t.createdAt).where(sql`state in ('open', 'stale')`),
    /* Also for removing a mailing. */
    index("batches_mailing").on(t.mailingId, t.officeId),
    index("batches_failed").on(t.mailingId).where(sql`failure is not null`),
    index("batches_mailing_open").on(t.mailingId, t.chunk).where(sql`state in ('open', 'stale')`),
    /* For the rates: a hundred accepted mails a row. */
    index("batches_answered").on(t.answeredAt).where(sql`state = 'answered'`),
    foreignKey({
      columns: [t.mailingId, t.officeId],
      foreignColumns: [mailings.id, mailings.officeId],
    }).onDelete("cascade"),
  ],
);

/** Every send of a message. Its id travels as a tag and comes back in every event. */
export const attempts = pgTable(
  "attempts",
  {
    id: uuid("id").notNull(),
    officeId: uuid("office_id").notNull(),
    messageId: uuid("message_id").notNull(),
    /** 1, 2, 3 … of its message. */
    number: smallint("number").notNull(),
    /** Not indexed, so that an answer changes no index: events find their attempt by the tag. */
    providerId: text("provider_id"),
    /** Highest fact known, as its rank; `factAt` and `factKey` say which record of it counts. */
    fact: smallint("fact").notNull(),
    factAt: instant("fact_at").notNull().defaultNow(),
    factKey: text("fact_key").notNull().default(""),
    reason: jsonb("reason"),
    createdAt: instant("created_at").notNull().defaultNow(),
    acceptedAt: instant("accepted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.officeId] }),
    /* Each index on a parent includes the office, so that row-level security is part of the look-up. */
    uniqueIndex("attempts_number").on(t.messageId, t.officeId, t.number),
    foreignKey({
      columns: [t.messageId, t.officeId],
      foreignColumns: [messages.id, messages.officeId],
    }).onDelete("cascade"),
  ],
);

/** What is known of a message, for its time line: from events, look-ups and the recipient's click. */
export const facts = pgTable(
  "facts",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    officeId: uuid("office_id").notNull(),
    messageId: uuid("message_id").notNull(),
    attemptId: uuid("attempt_id"),
    fact: smallint("fact").notNull(),
    source: text("source", { enum: ["call", "event", "lookup", "link"] }).notNull(),
    /** Identifies the source, so that the same fact is stored once. */
    key: text("key").notNull().unique(),
    reason: jsonb("reason"),
    occurredAt: instant("occurred_at").notNull(),
    recordedAt: instant("recorded_at").notNull().defaultNow(),
  },
  (t) => [
    index("facts_message").on(t.messageId, t.officeId, t.occurredAt),
    /* For the rates: bounced, invalid, spam. */
    index("facts_against_us").on(t.recordedAt).where(sql`fact in (120, 130, 150)`),
    foreignKey({
      columns: [t.messageId, t.officeId],
      foreignColumns: [messages.id, messages.officeId],
    }).onDelete("cascade"),
  ],
);
