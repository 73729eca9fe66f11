ALTER TABLE "address_problems" ADD COLUMN "not_me" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "erased_problems" ADD COLUMN "not_me" boolean DEFAULT false NOT NULL;