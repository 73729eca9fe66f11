CREATE TABLE "group_administrators" (
	"group_id" uuid NOT NULL,
	"office_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "group_administrators_group_id_user_id_pk" PRIMARY KEY("group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "group_offices" (
	"group_id" uuid NOT NULL,
	"office_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	CONSTRAINT "group_offices_group_id_member_id_pk" PRIMARY KEY("group_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"office_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_id_office_id_pk" PRIMARY KEY("id","office_id")
);
--> statement-breakpoint
ALTER TABLE "group_administrators" ADD CONSTRAINT "group_administrators_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_administrators" ADD CONSTRAINT "group_administrators_group_id_office_id_groups_id_office_id_fk" FOREIGN KEY ("group_id","office_id") REFERENCES "public"."groups"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_administrators" ADD CONSTRAINT "group_administrators_user_id_office_id_memberships_user_id_office_id_fk" FOREIGN KEY ("user_id","office_id") REFERENCES "public"."memberships"("user_id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_offices" ADD CONSTRAINT "group_offices_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_offices" ADD CONSTRAINT "group_offices_member_id_offices_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_offices" ADD CONSTRAINT "group_offices_group_id_office_id_groups_id_office_id_fk" FOREIGN KEY ("group_id","office_id") REFERENCES "public"."groups"("id","office_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_office_id_offices_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."offices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_administrators_user" ON "group_administrators" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "group_offices_member" ON "group_offices" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "groups_office" ON "groups" USING btree ("office_id");