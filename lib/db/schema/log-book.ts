import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/lib/db/schema/columns";
import { offices } from "@/lib/db/schema/offices";

/** Who did what, and when. Append-only: no role of the app may change or remove a row. */
export const logEntries = pgTable(
  "log_entries",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    officeId: uuid("office_id")
      .notNull()
      .references(() => offices.id, { onDelete: "cascade" }),
    at: instant("at").notNull().default(sql`clock_timestamp()`),
    actorKind: text("actor_kind", {
      enum: ["colleague", "member", "mailbox", "operator", "program"],
    }).notNull(),
    /** Names are stored as they were, because people and things go and the log stays. */
    actorId: uuid("actor_id"),
    actorName: text("actor_name").notNull().default(""),
    /** The head office whose rights the colleague used. */
    actorFrom: text("actor_from"),
    /** See `ACTS` in lib/log-book/acts.ts. */
    act: text("act").notNull(),
    objectId: uuid("object_id"),
    objectName: text("object_name").notNull().default(""),
    details: jsonb("details").notNull().default({}),
    /** Text that searches look in. */
    searchText: text("search_text")
      .notNull()
      .generatedAlwaysAs(sql`folded(actor_name || ' ' || object_name)`),
  },
  (t) => [
    /* Read backwards for the newest first: `desc()` here would mean nulls last, which no query asks for. */
    index("log_entries_newest").on(t.officeId, t.at, t.id),
    index("log_entries_object").on(t.officeId, t.objectId),
    /* For `entries_like`, as `members_search` is for `cards_like`. */
    index("log_entries_search").using("gin", t.officeId, t.searchText.op("gin_trgm_ops")),
    check(
      "log_entries_actor_kind",
      sql`${t.actorKind} in ('colleague', 'member', 'mailbox', 'operator', 'program')`,
    ),
    check("log_entries_colleague", sql`${t.actorKind} <> 'colleague' or ${t.actorId} is not null`),
  ],
);
