CREATE INDEX "mailings_standing_still" ON "mailings" USING btree ("updated_at") WHERE state in ('preparing', 'sending');--> statement-breakpoint
CREATE INDEX "suppressions_since" ON "suppressions" USING btree ("since");--> statement-breakpoint
CREATE INDEX "batches_mailing" ON "batches" USING btree ("mailing_id","office_id");