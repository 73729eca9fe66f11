CREATE TABLE "logos" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"type" text NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "logos_type" CHECK ("logos"."type" in ('image/png', 'image/jpeg'))
);
--> statement-breakpoint
ALTER TABLE "log_entries" DROP CONSTRAINT "log_entries_actor_kind";--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "logo_id" uuid;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "reply_to_wanted" text;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "reply_to_hash" "bytea";--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "reply_to_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "shared" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "inherited" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "logos" ADD CONSTRAINT "logos_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "logos_office" ON "logos" USING btree ("office_id");--> statement-breakpoint
ALTER TABLE "offices" ADD CONSTRAINT "offices_reply_to_hash_unique" UNIQUE("reply_to_hash");--> statement-breakpoint
ALTER TABLE "log_entries" ADD CONSTRAINT "log_entries_actor_kind" CHECK ("log_entries"."actor_kind" in ('colleague', 'member', 'mailbox', 'operator'));