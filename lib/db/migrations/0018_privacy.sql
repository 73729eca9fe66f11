CREATE TABLE "erased_addresses" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"address" text,
	"problem" "email_status",
	"since" timestamp with time zone,
	CONSTRAINT "erased_addresses_problem" CHECK (("erased_addresses"."problem" is null) = ("erased_addresses"."since" is null))
);
--> statement-breakpoint
CREATE TABLE "erased_problems" (
	"office_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"problem" "email_status" NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erased_problems_office_id_hash_pk" PRIMARY KEY("office_id","hash"),
	CONSTRAINT "erased_problems_problem" CHECK ("erased_problems"."problem"::text like 'problem_%')
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"member_id" uuid NOT NULL,
	"office_id" uuid NOT NULL,
	"addresses" text[] NOT NULL,
	"message_ids" uuid[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erasures_member_id_office_id_pk" PRIMARY KEY("member_id","office_id")
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "address_hash" "bytea";--> statement-breakpoint
ALTER TABLE "offices" ADD COLUMN "event_days" smallint DEFAULT 90 NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_events" ADD COLUMN "attempt_id" uuid;--> statement-breakpoint
ALTER TABLE "provider_events" ADD COLUMN "of_office" uuid;--> statement-breakpoint
ALTER TABLE "provider_events" ADD COLUMN "reduced_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "erased_problems" ADD CONSTRAINT "erased_problems_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erased_addresses_known" ON "erased_addresses" USING btree ("address") WHERE address is not null;--> statement-breakpoint
CREATE INDEX "erasures_due" ON "erasures" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "log_entries_object" ON "log_entries" USING btree ("office_id","object_id");--> statement-breakpoint
CREATE INDEX "batches_failed" ON "batches" USING btree ("mailing_id") WHERE failure is not null;--> statement-breakpoint
CREATE INDEX "provider_events_whole" ON "provider_events" USING btree ("of_office","received_at") WHERE reduced_at is null;--> statement-breakpoint
CREATE INDEX "provider_events_attempt" ON "provider_events" USING btree ("attempt_id") WHERE reduced_at is null;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_erased" CHECK (("messages"."address" = '') = ("messages"."address_hash" is not null));--> statement-breakpoint
ALTER TABLE "offices" ADD CONSTRAINT "offices_event_days" CHECK ("offices"."event_days" between 30 and 365);