import { type SQL, sql } from "drizzle-orm";

/** Ids as one parameter, an array; none of them needs quotes, which the client would give each. */
export function uuids(ids: readonly string[]): SQL {
  return sql`${`{${ids.join()}}`}::uuid[]`;
}
