import { type SQL, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";

/** What a composer remembers of the draft that it shows: the instant of the last change, in microseconds. */
export function draftVersion(): SQL<string> {
  return sql<string>`(extract(epoch from ${mailings.updatedAt}) * 1000000)::bigint::text`;
}
