import { randomUUID } from "node:crypto";
import { beforeAll, expect, test, vi } from "vitest";
import { takeVisit } from "@/app/_edge/link-limit";
import { signLink } from "@/lib/links/token";
import { useTestEnv } from "@/tests/support/env";

const taken = vi.hoisted(() => [] as string[]);
vi.mock("@/lib/limits/take", () => ({ take: async (name: string) => taken.push(name) }));

beforeAll(() => useTestEnv({ appUrl: "postgres://localhost/none", ownerUrl: "", close: async () => {} }));

const signed = (purpose: "confirm" | "unsubscribe") => signLink(purpose, randomUUID(), 1);

test.each([
  ["/reset/x", "linkAddress"],
  ["/activate/x", "linkAddress"],
  ["/email/x/confirm", "linkAddress"],
  ["/reply-to/x", "linkAddress"],
  ["/c/x", "linkAddress"],
  ["/u/x/stop", "linkAddress"],
  ["/api/unsubscribe/x", "linkAddress"],
  [() => `/c/${signed("confirm")}`, "memberAddress"],
  [() => `/u/${signed("unsubscribe")}`, "memberAddress"],
  [() => `/api/unsubscribe/${signed("unsubscribe")}`, "memberAddress"],
  [() => `/c/${signed("unsubscribe")}`, "linkAddress"],
  ["/login", undefined],
  ["/o/byn/members", undefined],
] as const)("a visit to %s counts against %s", async (path, limit) => {
  taken.length = 0;
  await takeVisit(typeof path === "string" ? path : path(), new Headers());
  expect(taken).toEqual(limit === undefined ? [] : [limit]);
});
