import { and, eq, isNotNull, ne, sql } from "drizzle-orm";
import { forgetUninvited } from "@/lib/auth/invite";
import type { ColleagueRights } from "@/lib/colleagues/input";
import { rightsIn, rightsVersion } from "@/lib/colleagues/queries";
import { memberships, offices } from "@/lib/db/schema/offices";
import { users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { Invalid, NotFound, Outdated } from "@/lib/errors";
import { type Colleague, record } from "@/lib/log-book/record";

/**
 * Changes what a colleague may do; it takes effect at their next request.
 *
 * @param version of the rights that the form showed.
 * @throws NotFound if the office has no such colleague.
 * @throws Invalid `lastAdministrator` if nobody would be left to manage the office.
 * @throws Outdated if somebody else has changed them since `version`, to something other than these.
 */
export async function changeRights(
  officeId: string,
  actor: Colleague,
  userId: string,
  version: string,
  rights: ColleagueRights,
): Promise<void> {
  await asAuth(async (tx) => {
    const { name, current } = await holdColleague(tx, officeId, userId, rights.role);
    if (current === rightsVersion(rights)) return;
    if (current !== version) throw new Outdated(current);
    await tx
      .update(memberships)
      .set({ role: rights.role, registerRight: rights.register, mailingsRight: rights.mailings })
      .where(isColleague(officeId, userId));
    const object = { id: userId, name };
    await record(tx, officeId, { actor, act: "colleague.rightsChanged", object, details: rights });
  });
}

/**
 * Removes a colleague from the office. Their login and their other offices stay.
 *
 * @throws NotFound if the office has no such colleague.
 * @throws Invalid `lastAdministrator` if nobody would be left to manage the office.
 */
export async function removeColleague(officeId: string, actor: Colleague, userId: string): Promise<void> {
  await asAuth(async (tx) => {
    const { name } = await holdColleague(tx, officeId, userId, null);
    await tx.delete(memberships).where(isColleague(officeId, userId));
    await record(tx, officeId, { actor, act: "colleague.removed", object: { id: userId, name } });
    await forgetUninvited(tx, userId);
  });
}

/**
 * Locks the office's colleagues until the transaction ends: of two administrators who remove each other
 * at the same moment, the second is refused.
 *
 * @param next the colleague's role after the change; null if the colleague is removed.
 * @returns the colleague's name, or the address of one who has none, and the version of the rights.
 */
async function holdColleague(
  tx: Tx,
  officeId: string,
  userId: string,
  next: ColleagueRights["role"] | null,
): Promise<{ name: string; current: string }> {
  await tx.select({ id: offices.id }).from(offices).where(eq(offices.id, officeId)).for("no key update");
  const [row] = await tx
    .select({ rights: rightsIn(memberships), name: users.name, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isColleague(officeId, userId));
  if (!row) throw new NotFound();
  const steppingDown = row.rights.role === "administrator" && next !== "administrator";
  if (steppingDown && !(await hasOtherAdministrator(tx, officeId, userId))) {
    throw new Invalid("lastAdministrator");
  }
  return { name: row.name || row.email, current: rightsVersion(row.rights) };
}

/** Whether somebody else can log in and manage the office. */
async function hasOtherAdministrator(tx: Tx, officeId: string, userId: string): Promise<boolean> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.officeId, officeId),
        eq(memberships.role, "administrator"),
        ne(memberships.userId, userId),
        isNotNull(users.passwordHash),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** @throws NotFound if `userId` is no id. */
function isColleague(officeId: string, userId: string) {
  if (!isUuid(userId)) throw new NotFound();
  return and(eq(memberships.officeId, officeId), eq(memberships.userId, userId));
}
