import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { GET } from "@/app/api/auth/[...nextauth]/route";
import { useTestEnv } from "@/tests/support/env";

useTestEnv({ appUrl: "postgres://localhost/none", ownerUrl: "", close: async () => {} });

const ask = (callbackUrl: string) => {
  const query = new URLSearchParams({ callbackUrl });
  const request = new NextRequest(`http://localhost:3000/api/auth/csrf?${query}`);
  return GET(request, { params: Promise.resolve({ nextauth: ["csrf"] }) });
};

test.each(["javascript:alert(1)", "http://[", "data:,x", "nowhere"])(
  "an address that is none is refused: %s",
  async (url) => {
    expect((await ask(url)).status).toBe(400);
  },
);
