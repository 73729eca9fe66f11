import { type SQL, sql } from "drizzle-orm";
import { forgetAddresses } from "@/lib/addresses/forget";
import { holdAddresses } from "@/lib/addresses/known";
import { asSystem, type Tx } from "@/lib/db/tenant";
import { reduceEventsOf } from "@/lib/inbox/reduce";
import { blankMessages } from "@/lib/messages/blank";
import { attemptsOf } from "@/lib/messages/erased";

/** Most erasures that one run of the sweep continues. */
const AT_ONCE = 100;

type Erasure = { member_id: string; office_id: string; addresses: string[]; message_ids: string[] };

/**
 * Blanks what a person's erasure has written down. May be repeated at any time. Messages in the provider's
 * hands are looked at again a minute later; the rest does not wait for them.
 *
 * @param tx a transaction as system.
 */
export async function finishErasure(tx: Tx, memberId: string): Promise<void> {
  const [erasure] = await tx.execute<Erasure>(sql`
    select member_id, office_id, addresses, message_ids from erasures
    where member_id = ${memberId} for update skip locked`);
  if (!erasure) return;
  const { office_id: officeId, addresses, message_ids: messageIds } = erasure;
  /* Locked before the messages, in the same order as everywhere: an import may hold the addresses for
     long. */
  await holdAddresses(tx, addresses, "exclusive");
  const waiting = await blankMessages(tx, messageIds);
  /* In the first run already: later reports about blanked messages find by the hash who else has the
     address. */
  await forgetAddresses(tx, officeId, addresses);
  await reduceEventsOf(tx, await attemptsOf(tx, messageIds));
  await tx.execute(waiting > 0 ? putOff(memberId) : sql`delete from erasures where member_id = ${memberId}`);
}

function putOff(memberId: string): SQL {
  return sql`update erasures set due_at = now() + interval '1 minute' where member_id = ${memberId}`;
}

/**
 * For the sweep: continues erasures that are due. One that fails is put behind the others.
 *
 * @throws the first failure, when all others have run.
 */
export async function finishErasures(): Promise<void> {
  const due = await asSystem((tx) =>
    tx.execute<{ id: string }>(sql`
      select member_id as id from erasures where due_at <= now() order by due_at limit ${AT_ONCE}`),
  );
  const failures: unknown[] = [];
  for (const { id } of due) {
    try {
      await asSystem((tx) => finishErasure(tx, id));
    } catch (error) {
      failures.push(error);
      await asSystem((tx) => tx.execute(putOff(id))).catch((error: unknown) => failures.push(error));
    }
  }
  if (failures.length > 0) throw failures[0];
}
