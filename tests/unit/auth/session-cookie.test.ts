import { expect, test, vi } from "vitest";
import { useTestEnv } from "@/tests/support/env";

async function cookieAt(appUrl: string) {
  vi.resetModules();
  useTestEnv(
    { appUrl: "postgres://localhost/none", ownerUrl: "", close: async () => {} },
    { APP_URL: appUrl },
  );
  const { authOptions, ownSessionCookie } = await import("@/lib/auth/options");
  return { own: ownSessionCookie(), options: authOptions() };
}

test("in production the session's cookie goes over https alone, and scripts cannot read it", async () => {
  const { own, options } = await cookieAt("https://post.example.org");
  expect(own).toEqual({
    name: "__Secure-next-auth.session-token",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: true },
  });
  expect(options.cookies?.sessionToken).toEqual(own);
  expect(options.useSecureCookies).toBe(true);
});

test("on one's own machine it can be tried without https", async () => {
  const { own } = await cookieAt("http://localhost:3000");
  expect(own.options).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
});
