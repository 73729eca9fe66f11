import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant, swedishText } from "@/lib/db/schema/columns";
import { offices } from "@/lib/db/schema/offices";
import { emailStatus } from "@/lib/db/schema/statuses";

/** Member cards (medlemskort). */
export const members = pgTable(
  "members",
  {
    id: uuid("id").notNull().defaultRandom(),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    firstName: text("first_name").notNull().default(""),
    lastName: text("last_name").notNull().default(""),
    organisation: text("organisation").notNull().default(""),
    street: text("street").notNull().default(""),
    postalCode: text("postal_code").notNull().default(""),
    city: text("city").notNull().default(""),
    country: text("country").notNull().default(""),
    /** Lower case, without surrounding blanks; null when the card has none. */
    email: text("email"),
    phone: text("phone").notNull().default(""),
    language: text("language", { enum: ["sv", "fi", "en"] })
      .notNull()
      .default("sv"),
    notes: text("notes").notNull().default(""),
    /** Null exactly when there is no address. */
    emailStatus: emailStatus("email_status"),
    emailStatusAt: instant("email_status_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    /** Sort key of the list. */
    sortName: swedishText("sort_name")
      .notNull()
      .generatedAlwaysAs(
        sql`btrim(lower(last_name) || ' ' || lower(first_name) || ' ' || lower(organisation)) collate "sv-x-icu"`,
      ),
    /** Text that searches look in. */
    searchText: text("search_text")
      .notNull()
      .generatedAlwaysAs(
        sql`folded(first_name || ' ' || last_name || ' ' || organisation || ' ' || city || ' ' || coalesce(email, ''))`,
      ),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.officeId] }),
    index("members_sorted").on(t.officeId, t.sortName, t.id),
    index("members_status_sorted").on(t.officeId, t.emailStatus, t.sortName, t.id),
    index("members_office_email").on(t.officeId, t.email),
    index("members_email").on(t.email),
    /* For finding cards that were changed since a mailing took its recipients. */
    index("members_changed").on(t.officeId, t.updatedAt),
    /* For `cards_like`; the role `office` cannot use it beneath its policy. */
    index("members_search").using("gin", t.officeId, t.searchText.op("gin_trgm_ops")),
    check("members_email_normalised", sql`${t.email} = lower(btrim(${t.email})) and ${t.email} <> ''`),
    check("members_status_with_address", sql`(${t.email} is null) = (${t.emailStatus} is null)`),
    check("members_language", sql`${t.language} in ('sv', 'fi', 'en')`),
  ],
);

/** Cards per office and e-mail status; kept by a trigger, exact in every transaction. */
export const memberCounts = pgTable(
  "member_counts",
  {
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    /** An e-mail status, or `none` for cards without an address. */
    status: text("status").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.officeId, t.status] })],
);

/** Problems that an office has learnt of from its own messages, or from "Det var inte jag". */
export const addressProblems = pgTable(
  "address_problems",
  {
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    address: text("address").notNull(),
    problem: emailStatus("problem").notNull(),
    /** The problem comes from the answer "Det var inte jag" and not from a message. */
    notMe: boolean("not_me").notNull().default(false),
    since: instant("since").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.officeId, t.address] }),
    index("address_problems_address").on(t.address),
    check("address_problems_problem", sql`${t.problem}::text like 'problem\_%'`),
  ],
);

/** Addresses that the provider's account must not send to: global by the domain's rule. */
export const suppressions = pgTable(
  "suppressions",
  {
    address: text("address").primaryKey(),
    problem: emailStatus("problem").notNull(),
    since: instant("since").notNull().defaultNow(),
  },
  (t) => [index("suppressions_since").on(t.since)],
);

/**
 * Addresses of erased people, as keyed hashes (lib/addresses/hash.ts): mails that were sent to them may still
 * be answered, and an address that must not be sent to stays blocked.
 */
export const erasedAddresses = pgTable(
  "erased_addresses",
  {
    hash: bytes("hash").primaryKey(),
    /** The address in clear while some card has it; else null. */
    address: text("address"),
    /** Its entry in `suppressions` while the address was known. */
    problem: emailStatus("problem"),
    since: instant("since"),
  },
  (t) => [
    index("erased_addresses_known").on(t.address).where(sql`address is not null`),
    check("erased_addresses_problem", sql`(${t.problem} is null) = (${t.since} is null)`),
  ],
);

/** Entries of `address_problems` for erased addresses that no card of the office has. */
export const erasedProblems = pgTable(
  "erased_problems",
  {
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    hash: bytes("hash").notNull(),
    problem: emailStatus("problem").notNull(),
    notMe: boolean("not_me").notNull().default(false),
    since: instant("since").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.officeId, t.hash] }),
    index("erased_problems_hash").on(t.hash),
    check("erased_problems_problem", sql`${t.problem}::text like 'problem\_%'`),
  ],
);

/** Erased cards whose traces in messages are still to be blanked; the row is deleted when that is done. */
export const erasures = pgTable(
  "erasures",
  {
    memberId: uuid("member_id").notNull(),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    addresses: text("addresses").array().notNull(),
    messageIds: uuid("message_ids").array().notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** When it is tried again: some of its messages are in the provider's hands, or it has failed. */
    dueAt: instant("due_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.officeId] }), index("erasures_due").on(t.dueAt)],
);

/**
 * When the operator last lifted the suppression of an address, and why: problems from before no longer count.
 */
export const lifts = pgTable("lifts", {
  /** The address as a keyed hash (lib/addresses/hash.ts), so that erasing a person need not change this. */
  hash: bytes("hash").primaryKey(),
  liftedAt: instant("lifted_at").notNull().defaultNow(),
  reason: text("reason").notNull(),
});

/** An uploaded file, from the upload until it is imported. */
export const imports = pgTable(
  "imports",
  {
    id: uuid("id").notNull().defaultRandom(),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    createdBy: uuid("created_by"),
    fileName: text("file_name").notNull(),
    content: bytes("content"),
    result: jsonb("result"),
    createdAt: instant("created_at").notNull().defaultNow(),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.officeId] }),
    index("imports_kept")
      .on(sql`coalesce(${t.finishedAt}, ${t.createdAt})`)
      .where(sql`content is not null or result is not null`),
  ],
);
