import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { DEVICE_COOKIE, DEVICE_SECONDS, newDevice, readDevice } from "@/lib/auth/device";
import { ownSessionCookie } from "@/lib/auth/options";
import { currentSession } from "@/lib/auth/session";
import { endSession, SESSION_SECONDS } from "@/lib/auth/sessions";
import { env } from "@/lib/env";

/**
 * Gives the browser the session's cookie, as next-auth's own callback would, and ends the session that it
 * had before. For actions and routes.
 */
export async function setSessionCookie(sessionId: string): Promise<void> {
  const before = await currentSession();
  if (before) await endSession(before.sessionId);
  const { name, options } = ownSessionCookie();
  const token = await encode({ token: { sessionId }, secret: env().AUTH_SECRET[0], maxAge: SESSION_SECONDS });
  (await cookies()).set(name, token, { ...options, maxAge: SESSION_SECONDS });
}

/** Takes the session's cookie away. For actions and routes. */
export async function clearSessionCookie(): Promise<void> {
  const { name, options } = ownSessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** Marks this browser as one in which this person has logged in: see `newDevice`. For actions and routes. */
export async function rememberDevice(email: string): Promise<void> {
  const { options } = ownSessionCookie();
  const jar = await cookies();
  if (readDevice(jar.get(DEVICE_COOKIE)?.value, email)) return;
  jar.set(DEVICE_COOKIE, newDevice(email), { ...options, maxAge: DEVICE_SECONDS });
}
