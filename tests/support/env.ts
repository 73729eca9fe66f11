import type { TestDatabase } from "@/tests/support/database";

const SETTINGS = {
  APP_URL: "http://localhost:3000",
  AUTH_SECRET: "a-secret-of-tests-that-is-long-enough",
  LINK_KEYS: `1:${Buffer.alloc(32, 7).toString("base64url")}`,
  RESEND_API_KEY: "re_test",
  RESEND_BASE_URL: "http://127.0.0.1:9",
  RESEND_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 5).toString("base64")}`,
  MAIL_FROM: "utskick@brevduva.example",
  MAIL_RATE: "10000",
  LOG_LEVEL: "silent",
};

/**
 * Sets every setting of the program for one test file. Call it before anything asks for a setting:
 * they are parsed once.
 */
export function useTestEnv(
  database: TestDatabase,
  more: Partial<Record<keyof typeof SETTINGS | "SOFT_BOUNCE_WINDOW", string>> = {},
): void {
  Object.assign(process.env, SETTINGS, { DATABASE_URL: database.appUrl }, more);
}
