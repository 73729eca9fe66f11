import { describe, expect, it } from "vitest";
import { importFaults } from "@/scripts/check/boundaries";

const refused: [path: string, source: string, fault: RegExp][] = [
  ["app/o/page.tsx", 'import { x } from "@/embedded/resend/store";', /app may import/],
  ["app/o/page.tsx", 'import { sendChunk } from "@/inngest/send-chunk";', /app may import/],
  ["app/o/page.tsx", 'import { Mail } from "@/emails/mailing";', /only types/],
  ["app/o/page.tsx", 'import { x } from "../../scripts/start/ports";', /app may import/],
  ["app/o/actions.ts", 'import { sql } from "drizzle-orm";', /queries live in lib/],
  ["app/o/actions.ts", 'import { members } from "@/lib/db/schema/members";', /table members/],
  ["app/o/actions.ts", 'import { client } from "@/lib/db/client";', /the pool belongs/],
  ["app/o/actions.ts", 'import { Inngest } from "inngest";', /lib\/events/],
  ["inngest/send-chunk.ts", 'import Page from "@/app/page";', /inngest may import/],
  ["inngest/send-chunk.ts", 'import { Mail } from "@/emails/mailing";', /inngest may import/],
  ["lib/members/write.ts", 'import { x } from "@/app/form";', /lib may import/],
  ["lib/members/write.ts", 'import { x } from "../../inngest/send-chunk";', /lib may import/],
  ["lib/members/write.ts", 'import { Mail } from "@/emails/mailing";', /lib may import/],
  ["lib/members/write.ts", 'const x = await import("@/embedded/postgres/start");', /lib may import/],
  ["lib/members/write.ts", 'import postgres from "postgres";', /only lib\/db/],
  ["lib/members/write.ts", 'import pg from "pg";', /only lib\/db/],
  ["lib/members/write.ts", 'import { drizzle } from "drizzle-orm/node-postgres";', /only lib\/db/],
  ["lib/members/write.ts", 'import { Resend } from "resend";', /only lib\/mail/],
  ["lib/members/write.ts", 'import { sessions } from "@/lib/db/schema/users";', /table sessions of auth/],
  ["emails/mailing.tsx", 'import { x } from "@/lib/env";', /nothing outside emails/],
  ["embedded/resend/main.ts", 'import { x } from "@/lib/env";', /stand alone/],
  ["embedded/resend/main.ts", 'import { x } from "../inngest/sign";', /stand alone/],
  ["lib/members/utils.ts", "", /name it after/],
  ["lib/members/index.ts", "", /no barrels/],
  ["lib/members/all.ts", 'export * from "./write";', /exports again/],
];

const allowed: [path: string, source: string][] = [
  ["app/o/page.tsx", 'import type { Mail } from "@/emails/mailing";'],
  ["app/o/page.tsx", 'import { x } from "@/lib/members/queries";'],
  [
    "app/api/inngest/route.ts",
    'import { functions } from "@/inngest/index";\nimport { serve } from "inngest/next";',
  ],
  ["lib/mail/render.ts", 'import { Mail } from "@/emails/mailing";\nimport { Resend } from "resend";'],
  ["lib/db/client.ts", 'import pg from "pg";'],
  [
    "lib/members/write.ts",
    'import { members } from "@/lib/db/schema/members";\nimport { sql } from "drizzle-orm";',
  ],
  ["lib/members/write.ts", 'import { mark } from "@/lib/addresses/mark";'],
  ["embedded/resend/main.ts", 'import postgres from "postgres";\nimport { x } from "./settings";'],
  ["scripts/start.ts", 'import { x } from "../embedded/postgres/start";'],
  ["tests/unit/x.test.ts", 'import { x } from "@/app/form";'],
];

describe("who may import whom", () => {
  it.each(refused)("refuses in %s: %s", (path, source, fault) => {
    expect(importFaults({ path, source }).join("\n")).toMatch(fault);
  });

  it.each(allowed)("allows in %s: %s", (path, source) => {
    expect(importFaults({ path, source })).toEqual([]);
  });

  it("reads statements over several lines, and names the line", () => {
    const source = 'import { z } from "zod";\nimport {\n  one,\n  two,\n} from "@/app/form";\n';
    expect(importFaults({ path: "lib/members/write.ts", source })).toEqual([
      "lib/members/write.ts:5 imports app/form: lib may import lib and messages",
    ]);
  });
});
