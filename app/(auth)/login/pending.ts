import { cookies } from "next/headers";
import { ownSessionCookie } from "@/lib/auth/options";
import { PENDING_SECONDS } from "@/lib/auth/pending-login";

const COOKIE = "pending-login";

/** Remembers in the browser that the password was right, until the code is entered. For route handlers. */
export async function keepPending(mark: string): Promise<void> {
  const { options } = ownSessionCookie();
  (await cookies()).set(COOKIE, mark, { ...options, path: "/login", maxAge: PENDING_SECONDS });
}

/** The mark of `keepPending` in this browser, if there is one. */
export async function readPending(): Promise<string | undefined> {
  return (await cookies()).get(COOKIE)?.value;
}

/** Removes the mark from the browser. For route handlers. */
export async function forgetPending(): Promise<void> {
  const { options } = ownSessionCookie();
  (await cookies()).set(COOKIE, "", { ...options, path: "/login", maxAge: 0 });
}
