import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Env } from "@/lib/env";
import { refuseWeakSecrets } from "@/lib/weak-secrets";

const GOOD = {
  NODE_ENV: "production",
  APP_URL: "https://post.example.org",
  DATABASE_URL: "postgres://app:Zk3vQm8TqLx1Wd@db.internal/brevduva",
  AUTH_SECRET: ["qF0mR7xw0c2kYH8o1pVtZJ5dL9aBnE3uGsKiMyXhPvU"],
  LINK_KEYS: new Map([[1, Buffer.from("qF0mR7xw0c2kYH8o1pVtZJ5dL9aBnE3uGsKiMyXhPvU", "base64url")]]),
  RESEND_API_KEY: "re_9fJk2LmQ_Xc8vB4nTyUiOpAsD",
  RESEND_WEBHOOK_SECRET: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  INNGEST_EVENT_KEY: "3f7a9c1e5b8d2046f1e3",
  INNGEST_SIGNING_KEY: "signkey-prod-8f3a1c5e7b9d2f4a6c8e0b1d3f5a7c9e",
} as unknown as Env;

const refusal = (change: object) => {
  try {
    refuseWeakSecrets({ ...GOOD, ...change } as Env);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test("takes secrets that were drawn by chance, and two at a time while one is rotated", () => {
  expect(refusal({})).toBe("");
  for (let time = 0; time < 200; time++) {
    const drawn = randomBytes(32);
    expect(
      refusal({
        AUTH_SECRET: [drawn.toString("hex"), randomBytes(32).toString("hex")],
        LINK_KEYS: new Map([
          [1, drawn],
          [2, randomBytes(32)],
        ]),
        RESEND_WEBHOOK_SECRET: [`whsec_${randomBytes(24).toString("base64")}`, ...GOOD.RESEND_WEBHOOK_SECRET],
      }),
    ).toBe("");
  }
});

describe("refuses, and names without the value", () => {
  test.each([
    ["AUTH_SECRET", { AUTH_SECRET: ["change-me-change-me-change-me-change-me"] }],
    ["AUTH_SECRET", { AUTH_SECRET: ["a-secret-of-tests-that-is-long-enough"] }],
    ["AUTH_SECRET", { AUTH_SECRET: ["x".repeat(64)] }],
    ["AUTH_SECRET", { AUTH_SECRET: [...GOOD.AUTH_SECRET, "abababababababababababababababababab"] }],
    ["LINK_KEYS", { LINK_KEYS: new Map([[1, Buffer.alloc(32, 7)]]) }],
    ["RESEND_API_KEY", { RESEND_API_KEY: "re_123" }],
    ["RESEND_API_KEY", { RESEND_API_KEY: "re_test_key_of_somebody" }],
    ["RESEND_WEBHOOK_SECRET", { RESEND_WEBHOOK_SECRET: ["whsec_x"] }],
    ["RESEND_WEBHOOK_SECRET", { RESEND_WEBHOOK_SECRET: [`whsec_${Buffer.alloc(24, 5).toString("base64")}`] }],
    ["DATABASE_URL", { DATABASE_URL: "postgres://app:app@db.internal/brevduva" }],
    ["INNGEST_DEV", { INNGEST_DEV: "1" }],
    ["INNGEST_SIGNING_KEY", { INNGEST_SIGNING_KEY: undefined }],
    ["INNGEST_EVENT_KEY", { INNGEST_EVENT_KEY: undefined }],
  ])("%s", (name, change) => {
    const told = refusal(change);
    expect(told).toContain(`  ${name}: `);
    for (const value of Object.values(change).flat()) {
      if (typeof value === "string") expect(told).not.toContain(value);
    }
  });
});

test("lets a developer be", () => {
  expect(refusal({ NODE_ENV: "development", AUTH_SECRET: ["x".repeat(32)] })).toBe("");
});
