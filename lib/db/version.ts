import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

/** What a form remembers of the row that it shows: the instant of its last change, in microseconds. */
export function versionOf(updatedAt: AnyPgColumn): SQL<string> {
  return sql<string>`(extract(epoch from ${updatedAt}) * 1000000)::bigint::text`;
}

/** The same where a row has other occasions to change than the form: what the form shows, hashed. */
export function versionOfContent(content: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}
