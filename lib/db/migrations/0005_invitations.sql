CREATE TABLE "invitations" (
	"user_id" uuid NOT NULL,
	"office_id" uuid NOT NULL,
	"role" text NOT NULL,
	"register_right" text DEFAULT 'none' NOT NULL,
	"mailings_right" text DEFAULT 'none' NOT NULL,
	"invited_by_name" text DEFAULT '' NOT NULL,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_user_id_office_id_pk" PRIMARY KEY("user_id","office_id"),
	CONSTRAINT "invitations_role" CHECK ("invitations"."role" in ('administrator', 'colleague')),
	CONSTRAINT "invitations_register_right" CHECK ("invitations"."register_right" in ('none', 'read', 'write')),
	CONSTRAINT "invitations_mailings_right" CHECK ("invitations"."mailings_right" in ('none', 'read', 'write'))
);
--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitations_office" ON "invitations" USING btree ("office_id");