import { cookies } from "next/headers";
import { cache } from "react";
import { ownSessionCookie, sessionIdOf } from "@/lib/auth/options";
import { type ActiveSession, readSession, type User } from "@/lib/auth/sessions";
import { NotLoggedIn } from "@/lib/errors";

/** The session of this request, asked for once per request; null when nobody is logged in. */
export const currentSession = cache(async (): Promise<ActiveSession | null> => {
  const cookie = (await cookies()).get(ownSessionCookie().name);
  const id = cookie && (await sessionIdOf(cookie.value));
  return id ? readSession(id) : null;
});

/**
 * The person who is logged in.
 *
 * @throws NotLoggedIn when nobody is, or the session has ended.
 */
export async function requireUser(): Promise<User> {
  const session = await currentSession();
  if (!session) throw new NotLoggedIn();
  return session.user;
}
