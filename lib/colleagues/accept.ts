import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { stillGood } from "@/lib/colleagues/queries";
import { invitations, memberships, offices } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { Conflict } from "@/lib/errors";
import { record } from "@/lib/log-book/record";
import { isSlug } from "@/lib/offices/slug";

/** The person who answers, by the name that the log gives them. */
type Answering = { id: string; name: string };

/**
 * Accepts the invitation to one office.
 *
 * @throws Conflict if it has been withdrawn or has expired.
 */
export async function acceptInvitation(person: Answering, slug: string): Promise<void> {
  await asAuth(async (tx) => {
    const accepted = isSlug(slug) ? await accept(tx, person, toOffice(slug)) : 0;
    if (accepted === 0) throw new Conflict("no such invitation any more");
  });
}

/** Accepts all that a person is invited to; in the transaction (as `auth`) that lets them log in. */
export async function acceptEveryInvitation(tx: Tx, person: Answering): Promise<void> {
  await accept(tx, person);
}

/** Declines the invitation to one office. Nothing happens if it is gone already. */
export async function declineInvitation(person: Answering, slug: string): Promise<void> {
  if (!isSlug(slug)) return;
  await asAuth(async (tx) => {
    const [gone] = await tx
      .delete(invitations)
      .where(and(eq(invitations.userId, person.id), toOffice(slug)))
      .returning({ officeId: invitations.officeId });
    if (gone) await tell(tx, gone.officeId, "colleague.declined", person);
  });
}

function toOffice(slug: string): SQL {
  return inArray(
    invitations.officeId,
    sql`(select ${offices.id} from ${offices} where ${offices.slug} = ${slug} and ${offices.deletedAt} is null)`,
  );
}

/** @returns how many invitations were accepted. */
async function accept(tx: Tx, person: Answering, which?: SQL): Promise<number> {
  const accepted = await tx
    .delete(invitations)
    .where(and(eq(invitations.userId, person.id), stillGood(), which))
    .returning();
  for (const { officeId, role, registerRight, mailingsRight } of accepted) {
    const rights = { role, registerRight, mailingsRight };
    await tx
      .insert(memberships)
      .values({ userId: person.id, officeId, ...rights })
      .onConflictDoUpdate({ target: [memberships.userId, memberships.officeId], set: rights });
    await tell(tx, officeId, "colleague.accepted", person);
  }
  return accepted.length;
}

function tell(tx: Tx, officeId: string, act: "colleague.accepted" | "colleague.declined", person: Answering) {
  const actor = { kind: "colleague" as const, ...person, from: null };
  return record(tx, officeId, { actor, act, object: person });
}
