import { and, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import {
  type Enrolment,
  enrolmentOf,
  hashRecoveryCode,
  newAppSecret,
  newRecoveryCodes,
  stepOfCode,
} from "@/lib/auth/second-factor/codes";
import { open, seal } from "@/lib/auth/second-factor/seal";
import { endOtherSessionsOf } from "@/lib/auth/sessions";
import { recordForPerson } from "@/lib/auth/tell-offices";
import { recoveryCodes, secondFactors, users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";

type Person = { id: string; email: string; name: string };

/**
 * Hours for which the same secret is shown, so that somebody who saw it on an unattended computer cannot use
 * it later.
 */
const SHOWN_HOURS = 24;

/**
 * Begins to set up a second factor. Gives the same secret on each visit within a day, until it is confirmed.
 *
 * @returns null when it is on already.
 */
export async function beginSecondFactor(person: Person): Promise<Enrolment | null> {
  const sealed = seal(newAppSecret(), person.id);
  return asAuth(async (tx) => {
    await tx
      .insert(secondFactors)
      .values({ userId: person.id, secret: sealed })
      .onConflictDoUpdate({
        target: secondFactors.userId,
        set: { secret: sealed, createdAt: sql`now()` },
        setWhere: and(
          isNull(secondFactors.confirmedAt),
          lt(secondFactors.createdAt, sql`now() - ${SHOWN_HOURS} * interval '1 hour'`),
        ),
      });
    const [row] = await tx.select().from(secondFactors).where(eq(secondFactors.userId, person.id));
    if (!row || row.confirmedAt) return null;
    return enrolmentOf(open(row.secret, person.id), person.email);
  });
}

/**
 * Turns the second factor on with a code that proves that the app has the secret. Ends every other session.
 *
 * @returns the recovery codes, which are shown only this once; null for a wrong code, or when it is on
 *   already.
 */
export async function confirmSecondFactor(
  person: Person,
  code: string,
  sessionId: string,
): Promise<string[] | null> {
  return asAuth(async (tx) => {
    /* Serialised with logins by password alone: one under way finishes, and is ended below, or asks for a
       code. */
    await tx.select({ id: users.id }).from(users).where(eq(users.id, person.id)).for("no key update");
    const [row] = await tx
      .select()
      .from(secondFactors)
      .where(and(eq(secondFactors.userId, person.id), isNull(secondFactors.confirmedAt)))
      .for("update");
    const step = row && stepOfCode(open(row.secret, person.id), code, 0);
    if (!row || step === null || step === undefined) return null;
    await tx
      .update(secondFactors)
      .set({ confirmedAt: sql`now()`, lastStep: step })
      .where(eq(secondFactors.userId, person.id));
    await endOtherSessionsOf(tx, person.id, sessionId);
    await recordForPerson(tx, person, "login.secondFactorOn");
    return storeRecoveryCodes(tx, person.id);
  });
}

/** Replaces the recovery codes; the old ones no longer work. Null when there is no second factor. */
export async function renewRecoveryCodes(person: Person): Promise<string[] | null> {
  return asAuth(async (tx) => {
    const [row] = await tx
      .select({ id: secondFactors.userId })
      .from(secondFactors)
      .where(and(eq(secondFactors.userId, person.id), isNotNull(secondFactors.confirmedAt)))
      .for("update");
    if (!row) return null;
    await recordForPerson(tx, person, "login.recoveryCodesRenewed");
    return storeRecoveryCodes(tx, person.id);
  });
}

/** Turns the second factor off. @returns whether it was on. */
export async function removeSecondFactor(person: Person): Promise<boolean> {
  return asAuth(async (tx) => {
    const [gone] = await tx
      .delete(secondFactors)
      .where(eq(secondFactors.userId, person.id))
      .returning({ confirmedAt: secondFactors.confirmedAt });
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, person.id));
    if (!gone?.confirmedAt) return false;
    await recordForPerson(tx, person, "login.secondFactorOff");
    return true;
  });
}

async function storeRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, hash: hashRecoveryCode(code) })));
  return codes;
}
