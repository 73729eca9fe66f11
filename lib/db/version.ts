import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

/** The version of a row that a form remembers: the instant of its last change, in microseconds. */
export function versionOf(updatedAt: AnyPgColumn): SQL<string> {
  return sql<string>`(extract(epoch from ${updatedAt}) * 1000000)::bigint::text`;
}

/**
 * The version of a form's content, for rows that change for other reasons too: a hash of what the form shows.
 */
export function versionOfContent(content: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}
