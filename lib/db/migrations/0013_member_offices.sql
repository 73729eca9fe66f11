ALTER TABLE "offices" ADD COLUMN "head" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "deleted_at" timestamp with time zone;