ALTER TABLE "batches" ADD COLUMN "look_up_after" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "look_up_cursor" text;