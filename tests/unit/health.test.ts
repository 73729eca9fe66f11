import { afterEach, expect, test, vi } from "vitest";
import { checkHealth } from "@/lib/health";
import { useTestEnv } from "@/tests/support/env";

afterEach(() => vi.unstubAllGlobals());

test("a crowd that asks how we are is one visit to the job server and one to the provider", async () => {
  useTestEnv({ appUrl: "postgres://localhost:9/none", ownerUrl: "", close: async () => {} });
  const asked = vi.fn(async () => new Response());
  vi.stubGlobal("fetch", asked);
  const answers = await Promise.all(Array.from({ length: 50 }, checkHealth));
  expect(asked).toHaveBeenCalledTimes(2);
  expect(answers.at(-1)).toEqual({ status: "down", database: "down", jobs: "ok", mail: "ok" });
  await checkHealth();
  expect(asked).toHaveBeenCalledTimes(4);
});
