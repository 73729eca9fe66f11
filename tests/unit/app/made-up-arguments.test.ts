import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { argument, judge } from "@/app/_edge/action";
import { readyToSend, saveDraft } from "@/app/o/[office]/mailings/_compose/actions";
import { moveAddresses } from "@/app/o/[office]/members/actions";
import { useTestEnv } from "@/tests/support/env";

vi.mock("@/lib/auth/require-office", () => ({
  requireOffice: async () => ({ office: { id: "" }, actor: {} }),
}));
vi.mock("next-intl/server", () => ({
  getTranslations: async (of: string) => (key: string) => `${of}.${key}`,
}));

useTestEnv({ ownerUrl: "", appUrl: "postgres://app:app@127.0.0.1/brevduva", close: async () => {} });

/** As JSON can bring it: it cannot be compared with a number. */
const odd = { length: { toString: 0, valueOf: 0 } };

test.each([
  ["a text", z.string().max(5)],
  ["a list", z.array(z.string()).max(5)],
  ["a text within", z.object({ text: z.string().min(1) })],
])("an object of an odd length is no more than %s that it is not", (_, schema) => {
  const given = schema instanceof z.ZodObject ? { text: odd } : odd;
  expect(judge<unknown>(schema, given)).toEqual({ issues: [] });
  expect(() => argument<unknown>(schema, given)).toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
});

test("what else goes wrong in a schema is a fault of ours", () => {
  const broken = z.string().transform(() => {
    throw new RangeError("ours");
  });
  expect(() => judge(broken, "")).toThrow("ours");
});

test("an action refuses it as whatever no page of ours gives", async () => {
  await expect(moveAddresses("slug", { ids: odd })).rejects.toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
  const written = { subject: "", bodyHtml: odd, audience: {}, onePerAddress: false };
  expect(await saveDraft("slug", { attempt: randomUUID() }, written)).toEqual({
    problem: "mailings.errors.input",
  });
});

test("a draft that nothing is said of is refused in words", async () => {
  const written = { subject: "", bodyHtml: "", audience: {}, onePerAddress: false };
  for (const action of [saveDraft, readyToSend]) {
    expect(await action("slug", null as never, written)).toEqual({ problem: "mailings.errors.input" });
  }
});
