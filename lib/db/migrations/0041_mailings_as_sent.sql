DROP INDEX "mailings_newest";--> statement-breakpoint
CREATE INDEX "mailings_newest" ON "mailings" USING btree ("office_id",coalesce("requested_at", "created_at"),"id");