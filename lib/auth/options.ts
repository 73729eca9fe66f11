import type { AuthOptions } from "next-auth";
import { decode, type JWT } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { DEVICE_COOKIE } from "@/lib/auth/device";
import { enterCode } from "@/lib/auth/enter-code";
import { loginSchema } from "@/lib/auth/input";
import { endSession, SESSION_SECONDS } from "@/lib/auth/sessions";
import { type Caller, tryLogIn } from "@/lib/auth/try-log-in";
import { env } from "@/lib/env";
import { TooMany } from "@/lib/errors";
import { addressOf } from "@/lib/limits/address";
import { log } from "@/lib/log";

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
 * next-auth's settings. Its cookie carries the id of a session and nothing else; whether that session is
 * still valid is decided by the table `sessions`.
 *
 * @param refused receives the error of a login beyond the limits, since next-auth would answer it like a
 *   wrong password.
 */
export function authOptions(refused: { error?: TooMany } = {}): AuthOptions {
  const { APP_URL, AUTH_SECRET } = env();
  const secure = APP_URL.startsWith("https:");
  return {
    secret: AUTH_SECRET[0],
    jwt: { decode: ({ token }) => decodeByAny(token, AUTH_SECRET) },
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    /* Its own messages quote the request, line breaks included. */
    logger: {
      error: (code) => log().warn({ code }, "next-auth could not go on"),
      warn: (code) => log().warn({ code }, "next-auth warned"),
    },
    cookies: { sessionToken: sessionCookie(secure) },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
        async authorize(credentials, { headers }) {
          const login = loginSchema.safeParse(credentials);
          if (!login.success) return null;
          try {
            const caller = callerOf(headers ?? {});
            const known = await tryLogIn(login.data, caller);
            if (!known) return null;
            const done =
              known.sessionId === null
                ? await enterCode(known.pending, credentials?.code ?? "", caller)
                : known;
            if (typeof done === "string") return null;
            const before = await decodeByAny(
              cookieOf(headers ?? {}, sessionCookie(secure).name),
              AUTH_SECRET,
            );
            if (before?.sessionId) await endSession(before.sessionId);
            return { id: done.user.id, sessionId: done.sessionId };
          } catch (error) {
            if (!(error instanceof TooMany)) throw error;
            refused.error = error;
            return null;
          }
        },
      }),
    ],
    callbacks: {
      /* Ignores the address that a visitor gives: our own pages decide where a login leads. */
      redirect: ({ baseUrl }) => baseUrl,
      jwt: ({ token, user }) => (user ? { sessionId: user.sessionId } : token),
      session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId ?? "" }),
    },
    events: {
      signOut: async ({ token }) => {
        if (token.sessionId) await endSession(token.sessionId);
      },
    },
  };
}

/**
 * The id of the session that a cookie carries; null if we did not sign it or it has expired. Reads it as
 * next-auth does, but without its new cookie for each visit, which a page cannot set.
 */
export async function sessionIdOf(cookie: string): Promise<string | null> {
  return (await decodeByAny(cookie, env().AUTH_SECRET))?.sessionId ?? null;
}

/** The content of a session's cookie if it is signed with any secret that is valid at present; else null. */
async function decodeByAny(token: string | undefined, secrets: readonly string[]): Promise<JWT | null> {
  for (const secret of secrets) {
    const read = await decode({ secret, ...(token !== undefined && { token }) }).catch(() => null);
    if (read) return read;
  }
  return null;
}

/** Who calls next-auth's own route, which passes the headers on as an object. */
function callerOf(headers: Record<string, unknown>): Caller {
  const get = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : null;
  };
  return {
    address: addressOf({ get }),
    userAgent: get("user-agent"),
    device: cookieOf(headers, DEVICE_COOKIE),
  };
}

function cookieOf({ cookie }: Record<string, unknown>, name: string): string | undefined {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(typeof cookie === "string" ? cookie : "")?.[1];
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
