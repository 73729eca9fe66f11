import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

const uuid = z.uuid();

/** Whether this can be an id: addresses of pages and callers of actions may bring anything. */
export function isUuid(given: unknown): given is string {
  return uuid.safeParse(given).success;
}

/** Ids as one array parameter, written without the quotes that the client would add to each. */
export function uuids(ids: readonly string[]): SQL {
  return sql`${`{${ids.join()}}`}::uuid[]`;
}

/**
 * An id that PostgreSQL generates: a UUID of version 7 with the transaction's time. The position is its
 * counter, of 26 bits (RFC 9562, section 6.2, method 1); 48 bits are random.
 *
 * @param position an `int`: 0, 1, 2 … among the rows that the transaction writes, below 2^26.
 */
export function idInOrder(position: SQL): SQL {
  return sql`((select lpad(to_hex(floor(extract(epoch from now()) * 1000)::bigint), 12, '0'))
    || to_hex(x'7000'::int | (${position} >> 14)) || to_hex(x'8000'::int | (${position} & x'3fff'::int))
    || right(gen_random_uuid()::text, 12))::uuid`;
}
