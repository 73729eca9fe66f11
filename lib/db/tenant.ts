import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { canRunAgain, isAboutNames, translated } from "@/lib/db/failures";
import { doWithoutNames, type Tx } from "@/lib/db/statements";
import { type Role, transact } from "@/lib/db/transact";
import { NotFound } from "@/lib/errors";

export type { Tx };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TRIES = 5;

/**
 * Runs `work` in one transaction that sees the rows of one office only (row-level security).
 * `work` may run again after a deadlock, a lost connection, or a key that somebody else made or took away at
 * the same moment: it must have no effect outside the transaction.
 *
 * @param officeId the tenant; the caller has checked that the actor may enter it.
 * @throws NotFound if `officeId` is not a UUID.
 * @throws Unavailable if the database cannot be reached or has no room.
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

/**
 * Runs a part of a transaction as auth with the rights of one office, as in `withOffice`, on the same
 * connection. With a second connection, transactions that each hold one could wait for each other.
 */
export async function partInOffice<T>(tx: Tx, officeId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const become = (role: Role, office: string) =>
    tx.execute(sql`select set_config('role', ${role}, true), set_config('app.office', ${office}, true)`);
  await become("office", officeId);
  const result = await work(tx);
  await become("auth", "");
  return result;
}

async function inRole<T>(role: Role, officeId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact(role, officeId, work);
    } catch (error) {
      if (attempt >= TRIES || !canRunAgain(error)) throw translated(error);
      if (isAboutNames(error)) doWithoutNames();
      await sleep(20 * attempt * (1 + Math.random()));
    }
  }
}
