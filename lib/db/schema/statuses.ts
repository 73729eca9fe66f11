import { pgEnum } from "drizzle-orm/pg-core";

/** E-mail status of a card. */
export const emailStatus = pgEnum("email_status", [
  "unconfirmed",
  "confirmation_requested",
  "confirmed",
  "problem_bounced",
  "problem_spam",
  "problem_unsubscribed",
  "problem_blocked",
  "problem_invalid",
]);

/** Status of a message. */
export const messageStatus = pgEnum("message_status", [
  "none",
  "unknown",
  "queued",
  "sent",
  "opened",
  "clicked",
  "bounced",
  "spam",
  "unsubscribed",
  "blocked",
  "invalid",
  "soft_bounced",
  "deferred",
]);
