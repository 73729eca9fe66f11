CREATE TABLE "lifts" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"lifted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_warnings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"about" uuid,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"day" date DEFAULT (now() at time zone 'UTC')::date NOT NULL,
	"accepted" integer NOT NULL,
	"bad" integer NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"told_at" timestamp with time zone,
	CONSTRAINT "rate_warnings_once" UNIQUE NULLS NOT DISTINCT("about","kind","level","day"),
	CONSTRAINT "rate_warnings_kind" CHECK ("rate_warnings"."kind" in ('bounces', 'complaints')),
	CONSTRAINT "rate_warnings_level" CHECK ("rate_warnings"."level" in ('half', 'near', 'limit'))
);
--> statement-breakpoint
ALTER TABLE "log_entries" DROP CONSTRAINT "log_entries_actor_kind";--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "hold" text;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "hold_reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "judged_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "rate_warning" jsonb;--> statement-breakpoint
ALTER TABLE "rate_warnings" ADD CONSTRAINT "rate_warnings_about_offices_id_fk" FOREIGN KEY ("about") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rate_warnings_untold" ON "rate_warnings" USING btree ("noted_at") WHERE told_at is null;--> statement-breakpoint
CREATE INDEX "batches_answered" ON "batches" USING btree ("answered_at") WHERE state = 'answered';--> statement-breakpoint
CREATE INDEX "facts_against_us" ON "facts" USING btree ("recorded_at") WHERE fact in (120, 130, 150);--> statement-breakpoint
ALTER TABLE "log_entries" ADD CONSTRAINT "log_entries_actor_kind" CHECK ("log_entries"."actor_kind" in ('colleague', 'member', 'mailbox', 'operator', 'program'));--> statement-breakpoint
ALTER TABLE "offices" ADD CONSTRAINT "offices_hold" CHECK (("offices"."hold" is null) = ("offices"."held_at" is null) and ("offices"."hold" is null or "offices"."hold" in ('suspended', 'paused')));