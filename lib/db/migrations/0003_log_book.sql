CREATE TABLE "log_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text DEFAULT '' NOT NULL,
	"actor_from" text,
	"act" text NOT NULL,
	"object_id" uuid,
	"object_name" text DEFAULT '' NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "log_entries_actor_kind" CHECK ("log_entries"."actor_kind" in ('colleague', 'member', 'operator')),
	CONSTRAINT "log_entries_colleague" CHECK ("log_entries"."actor_kind" <> 'colleague' or "log_entries"."actor_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "log_entries" ADD CONSTRAINT "log_entries_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "log_entries_newest" ON "log_entries" USING btree ("office_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);