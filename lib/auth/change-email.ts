import { and, eq, gt, ne, or, sql } from "drizzle-orm";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { endOtherSessionsOf, endSessionsOf, type User } from "@/lib/auth/sessions";
import { recordForPerson } from "@/lib/auth/tell-offices";
import { revokeTokens } from "@/lib/auth/tokens";
import { emailChanges, users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import type { Language } from "@/lib/i18n/language";
import { take } from "@/lib/limits/take";
import { hashSecret, newSecret } from "@/lib/links/secret";
import { renderEmailChange } from "@/lib/mail/account-mails";

/** Hours for which both links are valid. */
const LIFE_HOURS = 24;

/** What a link for another address stands for. `waiting`: it was pressed, and the other one was not yet. */
export type EmailChange =
  | { state: "unknown" }
  | { state: "open" | "waiting"; oldEmail: string; newEmail: string };

/** What came of pressing a link. `taken`: somebody else has the new address by now; nothing is changed. */
export type EmailChangeOutcome = "unknown" | "waiting" | "taken" | "done";

/**
 * Asks both addresses by mail whether the login may move from one to the other. Does not tell the person
 * whether somebody else has the new address already: that would reveal who has a login here.
 *
 * @throws TooMany
 */
export async function requestEmailChange(person: User, newEmail: string, language: Language): Promise<void> {
  await take("emailChange", person.id);
  const [old, fresh] = [newSecret(), newSecret()];
  const wish = {
    newEmail,
    oldHash: old.hash,
    newHash: fresh.hash,
    oldConfirmedAt: null,
    newConfirmedAt: null,
    createdAt: sql`now()`,
    expiresAt: sql`now() + ${LIFE_HOURS} * interval '1 hour'`,
  };
  const id = await asAuth(async (tx) => {
    const [row] = await tx
      .insert(emailChanges)
      .values({ userId: person.id, ...wish })
      .onConflictDoUpdate({ target: emailChanges.userId, set: { id: sql`gen_random_uuid()`, ...wish } })
      .returning({ id: emailChanges.id });
    if (!row) throw new Error("the change was not stored");
    return row.id;
  });
  for (const [side, to, { secret }] of [
    ["old", person.email, old],
    ["new", newEmail, fresh],
  ] as const) {
    const url = `${env().APP_URL}/email/${secret}`;
    const details = { language, side, oldEmail: person.email, newEmail, url, validHours: LIFE_HOURS };
    await sendAccountMail(to, `${id}-${side}`, await renderEmailChange(details));
  }
}

/** The address that a person has asked to move to; null if no such change is under way. */
export async function pendingEmailOf(userId: string): Promise<string | null> {
  const [row] = await asAuth((tx) =>
    tx
      .select({ newEmail: emailChanges.newEmail })
      .from(emailChanges)
      .where(and(eq(emailChanges.userId, userId), gt(emailChanges.expiresAt, sql`now()`))),
  );
  return row?.newEmail ?? null;
}

/** The change that a link belongs to, while the link is valid; `isOld`: the link went to the present address. */
function changeOf(tx: Tx, secret: string) {
  const hash = hashSecret(secret);
  return tx
    .select({
      id: emailChanges.id,
      userId: emailChanges.userId,
      newEmail: emailChanges.newEmail,
      oldEmail: users.email,
      name: users.name,
      isOld: sql<boolean>`${emailChanges.oldHash} = ${hash}`,
      oldConfirmed: sql<boolean>`${emailChanges.oldConfirmedAt} is not null`,
      newConfirmed: sql<boolean>`${emailChanges.newConfirmedAt} is not null`,
    })
    .from(emailChanges)
    .innerJoin(users, eq(users.id, emailChanges.userId))
    .where(
      and(
        or(eq(emailChanges.oldHash, hash), eq(emailChanges.newHash, hash)),
        gt(emailChanges.expiresAt, sql`now()`),
      ),
    );
}

/** What a link stands for at present. Changes nothing, because link scanners open links. */
export async function readEmailChange(secret: string): Promise<EmailChange> {
  const [row] = await asAuth((tx) => changeOf(tx, secret));
  if (!row) return { state: "unknown" };
  const { oldEmail, newEmail } = row;
  return {
    state: (row.isOld ? row.oldConfirmed : row.newConfirmed) ? "waiting" : "open",
    oldEmail,
    newEmail,
  };
}

/**
 * Confirms the change for the address that the link went to. When the other address has been confirmed
 * already, the login moves. As with a new password, every session ends, so that whoever got in through the
 * old mailbox is logged out.
 *
 * @param sessionId of this browser, which stays logged in.
 */
export async function confirmEmailChange(
  secret: string,
  sessionId: string | null = null,
): Promise<EmailChangeOutcome> {
  return asAuth(async (tx) => {
    const [row] = await changeOf(tx, secret).for("update");
    if (!row) return "unknown";
    const { userId, newEmail, name } = row;
    const isLast = row.isOld ? row.newConfirmed : row.oldConfirmed;
    if (!isLast) {
      await tx
        .update(emailChanges)
        .set(row.isOld ? { oldConfirmedAt: sql`now()` } : { newConfirmedAt: sql`now()` })
        .where(eq(emailChanges.id, row.id));
      return "waiting";
    }
    await tx.delete(emailChanges).where(eq(emailChanges.id, row.id));
    const [taken] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, newEmail), ne(users.id, userId)));
    if (taken) return "taken";
    await tx.update(users).set({ email: newEmail }).where(eq(users.id, userId));
    await revokeTokens(tx, userId);
    if (sessionId) await endOtherSessionsOf(tx, userId, sessionId);
    else await endSessionsOf(tx, userId);
    await recordForPerson(tx, { id: userId, name, email: newEmail }, "login.emailChanged");
    return "done";
  });
}
