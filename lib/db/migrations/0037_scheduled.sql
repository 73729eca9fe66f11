ALTER TABLE "mailings" ADD COLUMN "scheduled_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "mailings_scheduled" ON "mailings" USING btree ("scheduled_at") WHERE state = 'scheduled';--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_has_time" CHECK ("mailings"."state" <> 'scheduled' or "mailings"."scheduled_at" is not null);