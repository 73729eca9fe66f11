import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { PageOf } from "@/lib/db/page";

/** A place in a list with the newest first: an instant in microseconds, as the database keeps it, and an id. */
export const instantPlaceSchema = z
  .string()
  .max(80)
  .transform((text, ctx) => {
    const [at, id] = text.split("_");
    const place = placeSchema.safeParse({ at, id });
    if (place.success) return place.data;
    ctx.addIssue({ code: "custom" });
    return z.NEVER;
  });

const placeSchema = z.object({
  /** The database knows no year 0. */
  at: z.iso.datetime({ precision: 6 }).refine((text) => text >= "0001"),
  id: z.uuid(),
});

export type InstantPlace = z.output<typeof instantPlaceSchema>;

/** What such a list is sorted by. */
type Order = { at: AnyPgColumn | SQL; id: AnyPgColumn };

/** The place of a row, as an address gives it. */
export function instantPlace({ at, id }: Order): SQL<string> {
  return sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || ${id}`;
}

/** The condition on the rows that come after a place, or before it; undefined for the first page. */
export function beyondPlace(order: Order, { after, before }: PageOf<InstantPlace>): SQL | undefined {
  const key = sql`(${order.at}, ${order.id})`;
  if (before) return sql`${key} > (${before.at}::timestamptz, ${before.id}::uuid)`;
  if (after) return sql`${key} < (${after.at}::timestamptz, ${after.id}::uuid)`;
  return undefined;
}
