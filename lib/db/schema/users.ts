import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/lib/db/schema/columns";

/** People who log in: one login for all their offices. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    email: text("email").notNull().unique(),
    name: text("name").notNull().default(""),
    /** argon2id; null until an invitation is activated. */
    passwordHash: text("password_hash"),
    language: text("language", { enum: ["sv", "fi", "en"] }),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [check("users_email_normalised", sql`${t.email} = lower(btrim(${t.email}))`)],
);

/** Decides whether a session cookie is still good; ended here, ended everywhere. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/** Single-use links in mails to colleagues; only the hash is kept. */
export const loginTokens = pgTable(
  "login_tokens",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    purpose: text("purpose", { enum: ["reset", "invitation"] }).notNull(),
    hash: bytes("hash").notNull().unique(),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    index("login_tokens_user").on(t.userId),
    check("login_tokens_purpose", sql`${t.purpose} in ('reset', 'invitation')`),
  ],
);
