CREATE TABLE "rate_limits" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"spent_until" timestamp with time zone NOT NULL
);
