import { NextRequest } from "next/server";
import { beforeAll, expect, test } from "vitest";
import { postedForm } from "@/app/_edge/form";
import { limitedBody } from "@/app/_edge/limited-body";
import { Forbidden } from "@/lib/errors";
import nextConfig from "@/next.config";
import { config } from "@/proxy";
import { useTestEnv } from "@/tests/support/env";

const MEGABYTE = 1024 * 1024;

beforeAll(() => {
  useTestEnv({ appUrl: "postgres://localhost/none", ownerUrl: "", close: async () => {} });
  Object.assign(process.env, {
    INNGEST_DEV: "0",
    INNGEST_EVENT_KEY: "key",
    INNGEST_SIGNING_KEY: `signkey-test-${"ab".repeat(16)}`,
  });
});

/** Sends up to `megabytes`, one at a time and only as they are read, and says beforehand nothing of how many. */
function endlessPost(path: string, megabytes: number): { request: NextRequest; read: () => number } {
  let given = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (given === megabytes) return controller.close();
      given += 1;
      controller.enqueue(new Uint8Array(MEGABYTE));
    },
  });
  const request = new NextRequest(`http://localhost:3000${path}`, { method: "POST", body, duplex: "half" });
  return { request, read: () => given };
}

/* Anybody may post there: who it is, only the body tells. */
test.each([
  ["an event", "/api/webhooks/resend", 1, () => import("@/app/api/webhooks/resend/route")],
  ["a job", "/api/inngest", 4, () => import("@/app/api/inngest/route")],
  ["a mail program's form", "/api/unsubscribe/x", 0, () => import("@/app/api/unsubscribe/[token]/route")],
  [
    "a form for next-auth",
    "/api/auth/callback/credentials",
    0,
    () => import("@/app/api/auth/[...nextauth]/route"),
  ],
])("%s that does not say its size is read no further than it may be long", async (_, path, most, route) => {
  const { POST } = await route();
  const { request, read } = endlessPost(path, 64);
  const params = Promise.resolve({ token: "x", nextauth: ["callback", "credentials"] });
  expect((await POST(request, { params })).status).toBe(413);
  expect(read()).toBeLessThanOrEqual(most + 2);
});

test("what says that it is longer is not read at all", async () => {
  const { request, read } = endlessPost("/api/webhooks/resend", 64);
  request.headers.set("content-length", String(64 * MEGABYTE));
  expect(await limitedBody(request, MEGABYTE)).toBeNull();
  await expect(postedForm(request)).rejects.toThrow(Forbidden);
  expect(read()).toBeLessThanOrEqual(1);
});

/* Next keeps the body of what comes by `proxy.ts` in memory before anything of ours sees it. */
test("only a list of members goes past the proxy, and no other body is kept further than an action's", () => {
  const matcher = new RegExp(`^${config.matcher[0]}$`);
  expect("/o/byn/members/import/upload").not.toMatch(matcher);
  for (const path of [
    "/u/x/stop",
    "/login/enter",
    "/o/byn/members/import",
    "/o/byn/x/members/import/upload",
  ]) {
    expect(path).toMatch(matcher);
  }
  const kept = nextConfig.experimental?.proxyClientMaxBodySize;
  expect(Number.parseInt(String(kept), 10)).toBeLessThan(2 * MEGABYTE);
});
