import { and, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { sessions, users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import type { Language } from "@/lib/i18n/language";

/** Seconds after which a session ends in any case. */
export const SESSION_SECONDS = 30 * 86_400;

/** Days without a visit after which a session ends. */
const IDLE_DAYS = 7;

/** Longest user agent that is kept. */
const USER_AGENT_LENGTH = 300;

export type User = { id: string; email: string; name: string; language: Language | null };

/** The columns that a `User` is read from. */
export const userColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  language: users.language,
};

export type ActiveSession = { sessionId: string; user: User };

function isAlive() {
  return and(
    isNull(sessions.endedAt),
    sql`${sessions.expiresAt} > now()`,
    sql`${sessions.lastSeenAt} > now() - ${IDLE_DAYS} * interval '1 day'`,
  );
}

/** Begins a session. @returns its id, which the cookie carries. */
export async function startSession(userId: string, userAgent: string | null): Promise<string> {
  return asAuth((tx) => startSessionOf(tx, userId, userAgent));
}

/** As `startSession`, in a transaction (as `auth`) that does more. */
export async function startSessionOf(tx: Tx, userId: string, userAgent: string | null): Promise<string> {
  const [row] = await tx
    .insert(sessions)
    .values({
      userId,
      userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
      expiresAt: sql`now() + ${SESSION_SECONDS} * interval '1 second'`,
    })
    .returning({ id: sessions.id });
  if (!row) throw new Error("the session was not stored");
  return row.id;
}

export type OwnSession = { id: string; userAgent: string | null; createdAt: Date; lastSeenAt: Date };

/** The sessions in which a person is logged in, the last used first. */
export function listSessions(userId: string): Promise<OwnSession[]> {
  return asAuth((tx) =>
    tx
      .select({
        id: sessions.id,
        userAgent: sessions.userAgent,
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
      })
      .from(sessions)
      .where(and(eq(sessions.userId, userId), isAlive()))
      .orderBy(desc(sessions.lastSeenAt), sessions.id),
  );
}

/** Ends a session of this person; one of somebody else is left alone. */
export async function endOwnSession(userId: string, id: string): Promise<void> {
  if (!isUuid(id)) return;
  await asAuth((tx) =>
    tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(and(eq(sessions.id, id), eq(sessions.userId, userId), isNull(sessions.endedAt))),
  );
}

/**
 * The session with this id and its person. Records the visit, at most once a minute.
 *
 * @returns null when the session was ended, has expired, was idle for seven days, or never existed.
 */
export async function readSession(id: string): Promise<ActiveSession | null> {
  if (!isUuid(id)) return null;
  return asAuth(async (tx) => {
    const [row] = await tx
      .select({
        ...userColumns,
        unseen: sql<boolean>`${sessions.lastSeenAt} < now() - interval '1 minute'`,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(and(eq(sessions.id, id), isAlive()))
      /* Prepared for the same reason as in `findOfficeFor`. */
      .prepare("active_session")
      .execute();
    if (!row) return null;
    const { unseen, ...user } = row;
    if (unseen) await tx.update(sessions).set({ lastSeenAt: sql`now()` }).where(eq(sessions.id, id));
    return { sessionId: id, user };
  });
}

/** Ends one session; its cookie no longer works. */
export async function endSession(id: string): Promise<void> {
  if (!isUuid(id)) return;
  await asAuth((tx) =>
    tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt))),
  );
}

/** Ends every session of a person; in the transaction (as `auth`) of the change that wants it. */
export async function endSessionsOf(tx: Tx, userId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)));
}

/** As `endSessionsOf`, but for the one that the person is using. */
export async function endOtherSessionsOf(tx: Tx, userId: string, sessionId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), ne(sessions.id, sessionId), isNull(sessions.endedAt)));
}

/** Ends every session of a person but this one. */
export async function endOtherSessions(userId: string, sessionId: string): Promise<void> {
  await asAuth((tx) => endOtherSessionsOf(tx, userId, sessionId));
}
