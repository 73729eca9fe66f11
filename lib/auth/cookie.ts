import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { ownSessionCookie } from "@/lib/auth/options";
import { SESSION_SECONDS } from "@/lib/auth/sessions";
import { env } from "@/lib/env";

/** Gives the browser the session's cookie, as next-auth's own callback would. For actions and routes. */
export async function setSessionCookie(sessionId: string): Promise<void> {
  const { name, options } = ownSessionCookie();
  const token = await encode({ token: { sessionId }, secret: env().AUTH_SECRET, maxAge: SESSION_SECONDS });
  (await cookies()).set(name, token, { ...options, maxAge: SESSION_SECONDS });
}

/** Takes the session's cookie away. For actions and routes. */
export async function clearSessionCookie(): Promise<void> {
  const { name, options } = ownSessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
