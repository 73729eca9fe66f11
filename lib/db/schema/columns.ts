import { customType, timestamp } from "drizzle-orm/pg-core";

/** Text that sorts as names do in Swedish (A … Z Å Ä Ö). */
export const swedishText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text collate "sv-x-icu"',
});

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** An instant; the database keeps UTC, the screens show the office's time zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
