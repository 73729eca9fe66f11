DROP INDEX "imports_created";--> statement-breakpoint
DROP INDEX "log_entries_newest";--> statement-breakpoint
DROP INDEX "mailings_newest";--> statement-breakpoint
DROP INDEX "refreshes_mailing";--> statement-breakpoint
CREATE INDEX "refreshes_open" ON "refreshes" USING btree ("requested_at") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "imports_kept" ON "imports" USING btree (coalesce("finished_at", "created_at")) WHERE content is not null or result is not null;--> statement-breakpoint
CREATE INDEX "offices_deleted" ON "offices" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "login_tokens_expire" ON "login_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_expire" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "log_entries_newest" ON "log_entries" USING btree ("office_id","at","id");--> statement-breakpoint
CREATE INDEX "mailings_newest" ON "mailings" USING btree ("office_id","created_at","id");--> statement-breakpoint
CREATE INDEX "refreshes_mailing" ON "refreshes" USING btree ("mailing_id","requested_at");