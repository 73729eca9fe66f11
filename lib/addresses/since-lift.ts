import { sql } from "drizzle-orm";
import type { AddressHash } from "@/lib/addresses/hash";
import type { Tx } from "@/lib/db/tenant";

/**
 * Leaves out problems from before the operator last lifted the suppression of their address: they no longer
 * mark it, however late they are reported.
 *
 * @param hashesOf the hashes of the address, one for each key.
 */
export async function sinceLift<Found extends { at: string }>(
  tx: Tx,
  found: readonly Found[],
  hashesOf: (one: Found) => readonly AddressHash[],
): Promise<Found[]> {
  const rows = found.flatMap((one, place) => hashesOf(one).map((hash) => ({ place, hash, at: one.at })));
  if (rows.length === 0) return [];
  const settled = await tx.execute<{ place: number }>(sql`
    select v.place
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(place int, hash bytea, at timestamptz)
    join lifts l on l.hash = v.hash and l.lifted_at > v.at`);
  const old = new Set(settled.map(({ place }) => place));
  return found.filter((_, place) => !old.has(place));
}
