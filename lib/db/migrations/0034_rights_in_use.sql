-- Each role keeps the rights that its transactions use, and no others. A right to update is needed to lock a
-- row, too.
--
-- Of its own row an office changes whether it wants a second factor; all the rest is written as auth.
revoke update on offices from office;
--> statement-breakpoint
grant update (require_second_factor) on offices to office;
--> statement-breakpoint
revoke delete on member_counts, mailing_counts, address_problems, imports, messages, message_cards from office;
--> statement-breakpoint
revoke update on message_cards, attempts from office;
--> statement-breakpoint
revoke insert, update, delete on facts from office;
--> statement-breakpoint
revoke update, delete on refreshes, outbox, erasures from office;
--> statement-breakpoint
revoke insert, update on erased_problems from office;
--> statement-breakpoint
revoke insert, delete on members, imports, refreshes, messages from system;
--> statement-breakpoint
revoke insert, update, delete on mailings, message_cards from system;
--> statement-breakpoint
-- To lock them: none is written.
grant update (updated_at) on mailings to system;
--> statement-breakpoint
revoke delete on member_counts, mailing_counts, facts, provider_events, provider_pace, erased_addresses from system;
--> statement-breakpoint
revoke insert on batches, attempts, outbox, erasures from system;
--> statement-breakpoint
revoke delete on sessions, login_tokens from auth;
--> statement-breakpoint
revoke update on group_offices, group_administrators from auth;
