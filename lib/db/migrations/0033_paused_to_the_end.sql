DROP INDEX "mailings_standing_still";--> statement-breakpoint
CREATE INDEX "mailings_standing_still" ON "mailings" USING btree ("updated_at") WHERE state in ('preparing', 'sending', 'paused');