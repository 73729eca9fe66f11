import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { loginSchema } from "@/lib/auth/input";
import { logIn } from "@/lib/auth/log-in";
import { endSession, SESSION_SECONDS } from "@/lib/auth/sessions";
import { env } from "@/lib/env";

declare module "next-auth" {
  interface Session {
    sessionId: string;
  }
  interface User {
    sessionId: string;
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    sessionId?: string;
  }
}

/**
 * next-auth's settings. Its cookie carries the id of a session and nothing else; whether that
 * session is still good is decided by the table `sessions`.
 */
export function authOptions(): AuthOptions {
  const { APP_URL, AUTH_SECRET } = env();
  const secure = APP_URL.startsWith("https:");
  return {
    secret: AUTH_SECRET,
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    cookies: { sessionToken: sessionCookie(secure) },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, { headers }) {
          const login = loginSchema.safeParse(credentials);
          if (!login.success) return null;
          const userAgent: unknown = headers?.["user-agent"];
          const done = await logIn(login.data, typeof userAgent === "string" ? userAgent : null);
          return done && { id: done.user.id, sessionId: done.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sessionId: user.sessionId } : token),
      session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId ?? "" }),
    },
    events: {
      signOut: ({ token }) => endSession(token.sessionId ?? ""),
    },
  };
}

/** Name and properties of the cookie; the prefix makes browsers insist on https. */
function sessionCookie(secure: boolean) {
  return {
    name: `${secure ? "__Secure-" : ""}next-auth.session-token`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  } as const;
}

/** The session cookie of this installation. */
export function ownSessionCookie() {
  return sessionCookie(env().APP_URL.startsWith("https:"));
}
