import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";
import { useTestEnv } from "@/tests/support/env";

afterEach(() => vi.unstubAllGlobals());

const URL_ASKED = "https://evil.example/api/inngest";

/* A sync needs no signature: whoever asks for it must not be able to say where jobs are to be sent. */
test("the job server is told our own address, whatever host a sync was asked by", async () => {
  useTestEnv({ appUrl: "postgres://localhost/none", ownerUrl: "", close: async () => {} });
  Object.assign(process.env, {
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: "http://127.0.0.1:9",
    INNGEST_EVENT_KEY: "key",
    INNGEST_SIGNING_KEY: `signkey-test-${"ab".repeat(16)}`,
  });
  const bodies: string[] = [];
  vi.stubGlobal("fetch", async (_: unknown, init?: RequestInit) => {
    bodies.push(String(init?.body));
    return Response.json({ ok: true, modified: true });
  });
  const { PUT, POST } = await import("@/app/api/inngest/route");
  const headers = { host: "evil.example", "x-forwarded-host": "evil.example" };
  const sync = new NextRequest(URL_ASKED, { method: "PUT", headers });
  expect((await PUT(sync, {})).status).toBe(200);
  expect(bodies).toHaveLength(1);
  expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ url: "http://localhost:3000/api/inngest" });
  expect(bodies[0]).not.toContain("evil.example");

  const broken = new NextRequest("http://localhost:3000/api/inngest", { method: "POST", body: "{" });
  expect((await POST(broken, {})).status).toBe(400);

  const kind = { "x-inngest-sync-kind": "in_band" };
  const bare = await PUT(new NextRequest(URL_ASKED, { method: "PUT", headers: kind }), {});
  expect(bare.status).toBe(500);
  expect(await bare.text()).not.toContain("route.ts");
});
