CREATE TYPE "public"."mailing_state" AS ENUM('draft', 'scheduled', 'preparing', 'sending', 'paused', 'sent', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."stop_reason" AS ENUM('problem', 'changed', 'gone', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."email_status" AS ENUM('unconfirmed', 'confirmation_requested', 'confirmed', 'problem_bounced', 'problem_spam', 'problem_unsubscribed', 'problem_blocked', 'problem_invalid');--> statement-breakpoint
CREATE TYPE "public"."message_status" AS ENUM('none', 'unknown', 'queued', 'sent', 'opened', 'clicked', 'bounced', 'spam', 'unsubscribed', 'blocked', 'invalid', 'soft_bounced', 'deferred');--> statement-breakpoint
CREATE TABLE "mailing_counts" (
	"office_id" uuid NOT NULL,
	"mailing_id" uuid NOT NULL,
	"status" "message_status" NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "mailing_counts_mailing_id_status_pk" PRIMARY KEY("mailing_id","status")
);
--> statement-breakpoint
CREATE TABLE "mailings" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" "mailing_state" DEFAULT 'draft' NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"body_html" text DEFAULT '' NOT NULL,
	"audience" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"one_per_address" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_by_name" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"requested_at" timestamp with time zone,
	"prepared_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"template" jsonb,
	"sender_name" text,
	"mail_from" text,
	"reply_to" text,
	"base_url" text,
	"key_version" smallint,
	"total" integer DEFAULT 0 NOT NULL,
	"skipped_unconfirmed" integer DEFAULT 0 NOT NULL,
	"skipped_without_address" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "mailings_id_office_id_pk" PRIMARY KEY("id","office_id"),
	CONSTRAINT "mailings_kind" CHECK ("mailings"."kind" in ('mailing', 'confirmation_request')),
	CONSTRAINT "mailings_frozen" CHECK ("mailings"."prepared_at" is null or ("mailings"."template" is not null and "mailings"."sender_name" is not null and "mailings"."mail_from" is not null and "mailings"."base_url" is not null and "mailings"."key_version" is not null))
);
--> statement-breakpoint
CREATE TABLE "refreshes" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"mailing_id" uuid NOT NULL,
	"requested_by" uuid,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"total" integer,
	"asked" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	"failure" text,
	CONSTRAINT "refreshes_id_office_id_pk" PRIMARY KEY("id","office_id")
);
--> statement-breakpoint
CREATE TABLE "address_problems" (
	"office_id" uuid NOT NULL,
	"address" text NOT NULL,
	"problem" "email_status" NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "address_problems_office_id_address_pk" PRIMARY KEY("office_id","address"),
	CONSTRAINT "address_problems_problem" CHECK ("address_problems"."problem"::text like 'problem_%')
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"created_by" uuid,
	"file_name" text NOT NULL,
	"content" "bytea",
	"result" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "imports_id_office_id_pk" PRIMARY KEY("id","office_id")
);
--> statement-breakpoint
CREATE TABLE "member_counts" (
	"office_id" uuid NOT NULL,
	"status" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "member_counts_office_id_status_pk" PRIMARY KEY("office_id","status")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"first_name" text DEFAULT '' NOT NULL,
	"last_name" text DEFAULT '' NOT NULL,
	"organisation" text DEFAULT '' NOT NULL,
	"street" text DEFAULT '' NOT NULL,
	"postal_code" text DEFAULT '' NOT NULL,
	"city" text DEFAULT '' NOT NULL,
	"country" text DEFAULT '' NOT NULL,
	"email" text,
	"phone" text DEFAULT '' NOT NULL,
	"language" text DEFAULT 'sv' NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"email_status" "email_status",
	"email_status_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sort_name" text collate "sv-x-icu" GENERATED ALWAYS AS (btrim(lower(last_name) || ' ' || lower(first_name) || ' ' || lower(organisation)) collate "sv-x-icu") STORED NOT NULL,
	"search_text" text GENERATED ALWAYS AS (lower(first_name || ' ' || last_name || ' ' || organisation || ' ' || city || ' ' || coalesce(email, ''))) STORED NOT NULL,
	CONSTRAINT "members_id_office_id_pk" PRIMARY KEY("id","office_id"),
	CONSTRAINT "members_email_normalised" CHECK ("members"."email" = lower(btrim("members"."email")) and "members"."email" <> ''),
	CONSTRAINT "members_status_with_address" CHECK (("members"."email" is null) = ("members"."email_status" is null)),
	CONSTRAINT "members_language" CHECK ("members"."language" in ('sv', 'fi', 'en'))
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"address" text PRIMARY KEY NOT NULL,
	"problem" "email_status" NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid NOT NULL,
	"office_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"provider_id" text,
	"fact" smallint NOT NULL,
	"fact_at" timestamp with time zone DEFAULT now() NOT NULL,
	"fact_key" text DEFAULT '' NOT NULL,
	"reason" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp with time zone,
	CONSTRAINT "attempts_id_office_id_pk" PRIMARY KEY("id","office_id")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"mailing_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"chunk" integer NOT NULL,
	"attempt_ids" uuid[] NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"calls" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"first_called_at" timestamp with time zone,
	"last_called_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"failure" jsonb,
	CONSTRAINT "batches_id_office_id_pk" PRIMARY KEY("id","office_id")
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"office_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"attempt_id" uuid,
	"fact" smallint NOT NULL,
	"source" text NOT NULL,
	"key" text NOT NULL,
	"reason" jsonb,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "facts_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "message_cards" (
	"office_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"mailing_id" uuid NOT NULL,
	"member_id" uuid
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"mailing_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"search_text" text GENERATED ALWAYS AS (lower(name || ' ' || address)) STORED NOT NULL,
	"language" text NOT NULL,
	"values" jsonb NOT NULL,
	"status" "message_status" DEFAULT 'none' NOT NULL,
	"status_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered" boolean DEFAULT false NOT NULL,
	"reason" jsonb,
	"attempt_count" smallint DEFAULT 0 NOT NULL,
	"problem" "email_status",
	"blocked_from_start" boolean DEFAULT false NOT NULL,
	"stopped" "stop_reason",
	"stopped_at" timestamp with time zone,
	"window_started_at" timestamp with time zone,
	"next_attempt_at" timestamp with time zone,
	"expired_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_id_office_id_pk" PRIMARY KEY("id","office_id")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"user_id" uuid NOT NULL,
	"office_id" uuid NOT NULL,
	"role" text NOT NULL,
	"register_right" text DEFAULT 'none' NOT NULL,
	"mailings_right" text DEFAULT 'none' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_user_id_office_id_pk" PRIMARY KEY("user_id","office_id"),
	CONSTRAINT "memberships_role" CHECK ("memberships"."role" in ('administrator', 'colleague')),
	CONSTRAINT "memberships_register_right" CHECK ("memberships"."register_right" in ('none', 'read', 'write')),
	CONSTRAINT "memberships_mailings_right" CHECK ("memberships"."mailings_right" in ('none', 'read', 'write'))
);
--> statement-breakpoint
CREATE TABLE "offices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"parent_id" uuid,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"language" text DEFAULT 'sv' NOT NULL,
	"time_zone" text DEFAULT 'Europe/Helsinki' NOT NULL,
	"reply_to" text,
	"postal_address" text,
	"footer" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "offices_slug_unique" UNIQUE("slug"),
	CONSTRAINT "offices_slug" CHECK ("offices"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
	CONSTRAINT "offices_language" CHECK ("offices"."language" in ('sv', 'fi', 'en'))
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"name" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "provider_events_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "provider_pace" (
	"lane" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "login_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "login_tokens_hash_unique" UNIQUE("hash"),
	CONSTRAINT "login_tokens_purpose" CHECK ("login_tokens"."purpose" in ('reset', 'invitation'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"password_hash" text,
	"language" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_email_normalised" CHECK ("users"."email" = lower(btrim("users"."email")))
);
--> statement-breakpoint
ALTER TABLE "mailing_counts" ADD CONSTRAINT "mailing_counts_mailing_id_office_id_mailings_id_office_id_fk" FOREIGN KEY ("mailing_id","office_id") REFERENCES "public"."mailings"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refreshes" ADD CONSTRAINT "refreshes_mailing_id_office_id_mailings_id_office_id_fk" FOREIGN KEY ("mailing_id","office_id") REFERENCES "public"."mailings"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address_problems" ADD CONSTRAINT "address_problems_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_counts" ADD CONSTRAINT "member_counts_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_message_id_office_id_messages_id_office_id_fk" FOREIGN KEY ("message_id","office_id") REFERENCES "public"."messages"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_mailing_id_office_id_mailings_id_office_id_fk" FOREIGN KEY ("mailing_id","office_id") REFERENCES "public"."mailings"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facts" ADD CONSTRAINT "facts_message_id_office_id_messages_id_office_id_fk" FOREIGN KEY ("message_id","office_id") REFERENCES "public"."messages"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_cards" ADD CONSTRAINT "message_cards_message_id_office_id_messages_id_office_id_fk" FOREIGN KEY ("message_id","office_id") REFERENCES "public"."messages"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_cards" ADD CONSTRAINT "message_cards_member_fk" FOREIGN KEY ("member_id","office_id") REFERENCES "public"."members"("id","office_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_mailing_id_office_id_mailings_id_office_id_fk" FOREIGN KEY ("mailing_id","office_id") REFERENCES "public"."mailings"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offices" ADD CONSTRAINT "offices_parent_id_offices_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."offices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_tokens" ADD CONSTRAINT "login_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mailings_newest" ON "mailings" USING btree ("office_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mailings_under_way" ON "mailings" USING btree ("state") WHERE state in ('scheduled', 'preparing', 'sending');--> statement-breakpoint
CREATE INDEX "refreshes_mailing" ON "refreshes" USING btree ("mailing_id","requested_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "address_problems_address" ON "address_problems" USING btree ("address");--> statement-breakpoint
CREATE INDEX "imports_created" ON "imports" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "members_sorted" ON "members" USING btree ("office_id","sort_name","id");--> statement-breakpoint
CREATE INDEX "members_status_sorted" ON "members" USING btree ("office_id","email_status","sort_name","id");--> statement-breakpoint
CREATE INDEX "members_office_email" ON "members" USING btree ("office_id","email");--> statement-breakpoint
CREATE INDEX "members_email" ON "members" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_number" ON "attempts" USING btree ("message_id","office_id","number");--> statement-breakpoint
CREATE INDEX "batches_open" ON "batches" USING btree ("created_at") WHERE state in ('open', 'stale');--> statement-breakpoint
CREATE INDEX "batches_mailing_open" ON "batches" USING btree ("mailing_id","chunk") WHERE state in ('open', 'stale');--> statement-breakpoint
CREATE INDEX "facts_message" ON "facts" USING btree ("message_id","office_id","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "message_cards_once" ON "message_cards" USING btree ("member_id","mailing_id");--> statement-breakpoint
CREATE INDEX "message_cards_message" ON "message_cards" USING btree ("message_id","office_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_position" ON "messages" USING btree ("mailing_id","position");--> statement-breakpoint
CREATE INDEX "messages_by_status" ON "messages" USING btree ("mailing_id","status","position");--> statement-breakpoint
CREATE INDEX "messages_address" ON "messages" USING btree ("address","office_id");--> statement-breakpoint
CREATE INDEX "messages_due" ON "messages" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "memberships_office" ON "memberships" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "offices_parent" ON "offices" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("created_at") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "outbox_sent" ON "outbox" USING btree ("sent_at");--> statement-breakpoint
CREATE INDEX "provider_events_waiting" ON "provider_events" USING btree ("id") WHERE processed_at is null;--> statement-breakpoint
CREATE INDEX "provider_events_received" ON "provider_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "login_tokens_user" ON "login_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");