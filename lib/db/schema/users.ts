import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
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

/** Decides whether a session cookie is still valid; a session that is ended here is ended everywhere. */
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
  (t) => [index("sessions_user").on(t.userId), index("sessions_expire").on(t.expiresAt)],
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
    index("login_tokens_expire").on(t.expiresAt),
    check("login_tokens_purpose", sql`${t.purpose} in ('reset', 'invitation')`),
  ],
);

/** A person's second factor: an app that shows codes (TOTP, RFC 6238). */
export const secondFactors = pgTable("second_factors", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** Encrypted: see lib/auth/second-factor/seal.ts. */
  secret: bytes("secret").notNull(),
  /** Null until the person has entered a code; it is not asked for before. */
  confirmedAt: instant("confirmed_at"),
  /** Time step of the last code that was used, so that each works once. */
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** Recovery codes, for people who have lost the app; each works once, and only the hash is kept. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    hash: bytes("hash").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    usedAt: instant("used_at"),
  },
  (t) => [index("recovery_codes_user").on(t.userId)],
);

/** A change of a person's address, made when both addresses have confirmed it. */
export const emailChanges = pgTable(
  "email_changes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .unique()
      .references(() => users.id, { onDelete: "cascade" }),
    newEmail: text("new_email").notNull(),
    oldHash: bytes("old_hash").notNull().unique(),
    newHash: bytes("new_hash").notNull().unique(),
    oldConfirmedAt: instant("old_confirmed_at"),
    newConfirmedAt: instant("new_confirmed_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [check("email_changes_normalised", sql`${t.newEmail} = lower(btrim(${t.newEmail}))`)],
);
