import { and, eq, inArray, sql } from "drizzle-orm";
import { PROBLEMS, type Problem } from "@/lib/addresses/status";
import { members } from "@/lib/db/schema/members";
import type { Tx } from "@/lib/db/tenant";
import { type Actor, record } from "@/lib/log-book/record";
import { type Audience, audienceCondition } from "@/lib/members/audience";
import { cardName } from "@/lib/members/card-name";
import { holdRegister } from "@/lib/members/lock";

/** The text in the notes after the address, such as "Problem (studsad), flyttad 23.11.2026". */
export type MovedRemarks = Record<Problem, string>;

/**
 * Moves addresses with a problem from the e-mail field to the notes (domain, "E-mail status of a
 * card", rule 3). Cards of the audience whose address has no problem stay as they are.
 *
 * @returns how many cards were changed.
 */
export async function moveToNotes(
  tx: Tx,
  officeId: string,
  actor: Actor,
  audience: Audience,
  remarks: MovedRemarks,
): Promise<number> {
  await holdRegister(tx, officeId, "shared");
  const remark = sql`(${JSON.stringify(remarks)}::text::json ->> ${members.emailStatus}::text)`;
  const line = sql`${members.email} || ' (' || ${remark} || ')'`;
  /* The old address is needed for the log, as a card may have no other name. */
  const before = tx
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(
      and(
        eq(members.officeId, officeId),
        inArray(members.emailStatus, [...PROBLEMS]),
        audienceCondition(audience),
      ),
    )
    .for("update")
    .as("before");
  const moved = await tx
    .update(members)
    .set({
      notes: sql`case when ${members.notes} = '' then '' else ${members.notes} || e'\\n' end || ${line}`,
      email: null,
      emailStatus: null,
      emailStatusAt: null,
      updatedAt: sql`clock_timestamp()`,
    })
    .from(before)
    .where(eq(members.id, before.id))
    .returning({
      id: members.id,
      firstName: members.firstName,
      lastName: members.lastName,
      organisation: members.organisation,
      email: before.email,
    });
  const [only] = moved;
  if (only && moved.length === 1) {
    const object = { id: only.id, name: cardName(only) };
    await record(tx, officeId, { actor, act: "card.addressMoved", object });
  } else if (only) {
    await record(tx, officeId, { actor, act: "card.addressesMoved", details: { count: moved.length } });
  }
  return moved.length;
}
