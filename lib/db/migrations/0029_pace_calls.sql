-- Of the last second only: the calls before an upgrade are over when the app is back.
DELETE FROM "provider_pace";--> statement-breakpoint
ALTER TABLE "provider_pace" ALTER COLUMN "written_at" SET DEFAULT clock_timestamp();--> statement-breakpoint
ALTER TABLE "provider_pace" ADD COLUMN "calls" timestamp with time zone[] NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_pace" DROP COLUMN "call_at";--> statement-breakpoint
ALTER TABLE "provider_pace" DROP COLUMN "next_at";
