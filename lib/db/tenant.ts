import { sql } from "drizzle-orm";
import { client, type Database } from "@/lib/db/client";
import { NotFound } from "@/lib/errors";

/** A transaction. Queries inside it never touch the pool: they would see another connection. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

type Role = "office" | "auth" | "system";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** deadlock_detected and serialization_failure: the transaction left nothing, so it may run again. */
const AGAIN = new Set(["40P01", "40001"]);
const TRIES = 5;

/**
 * Runs `work` in one transaction that sees the rows of one office only (row-level security).
 * `work` may run again after a deadlock: it must have no effect outside the transaction.
 *
 * @param officeId the tenant; the caller has checked that the actor may enter it.
 * @throws NotFound if `officeId` is not a UUID.
 */
export function withOffice<T>(officeId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!UUID.test(officeId)) throw new NotFound();
  return inRole("office", officeId, work);
}

/** One transaction on logins, sessions, offices and memberships: before an office is entered. */
export function asAuth<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return inRole("auth", "", work);
}

/** One transaction across offices, for webhooks, drains and sweeps; on named tables only. */
export function asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return inRole("system", "", work);
}

async function inRole<T>(role: Role, officeId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client().db.transaction(async (tx) => {
        await tx.execute(
          sql`select set_config('role', ${role}, true), set_config('app.office', ${officeId}, true)`,
        );
        return work(tx);
      });
    } catch (error) {
      if (attempt >= TRIES || !AGAIN.has(sqlState(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt * (1 + Math.random())));
    }
  }
}

function sqlState(error: unknown): string {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ("code" in e && typeof e.code === "string") return e.code;
  }
  return "";
}
