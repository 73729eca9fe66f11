import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { askedIn } from "@/app/o/[office]/mailings/confirm/address";
import { audienceSchema } from "@/lib/members/audience";
import { cursorSchema } from "@/lib/members/queries";
import { recipientFilterSchema, recipientPlaceSchema } from "@/lib/messages/queries";
import { SEED } from "@/tests/support/odd";
import { near, unstorable } from "./drawn";

/* A password is hashed and compared, never stored: whatever somebody can type may stand in it. */
function withoutPassword(name: string, data: unknown): unknown {
  if (name === "newPasswordSchema") return null;
  return typeof data === "object" && data !== null && "password" in data ? { ...data, password: "" } : data;
}

const files = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("input.ts"))
  .map((file) => join("lib", file))
  .sort();

const found: [name: string, schema: z.ZodType][] = [
  ["audienceSchema", audienceSchema],
  ["cursorSchema", cursorSchema],
  ["recipientFilterSchema", recipientFilterSchema],
  ["recipientPlaceSchema", recipientPlaceSchema],
];
for (const file of files) {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  for (const [name, value] of Object.entries(module)) {
    if (value instanceof z.ZodType) found.push([name, value]);
    /* Schemas that know whose password it is. */ else if (
      typeof value === "function" &&
      name.endsWith("Schema")
    )
      found.push([name, value(["Eva Ek"])]);
  }
}

test("the schemas at the edge are found", () => {
  expect(files.length).toBeGreaterThanOrEqual(7);
  expect(found.length).toBeGreaterThanOrEqual(20);
});

test.each(found)("%s throws at nothing, and what it lets through can be stored", (name, schema) => {
  let taken = 0;
  fc.assert(
    fc.property(near(schema), (input) => {
      const { success, data } = schema.safeParse(input);
      if (!success) return;
      taken++;
      expect(unstorable(withoutPassword(name, data))).toEqual([]);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  expect(taken, "nothing that was drawn was taken").toBeGreaterThan(0);
});

test("what the confirmation page is asked for is an audience or nothing", () => {
  const query = z.record(z.string(), z.unknown());
  fc.assert(
    fc.property(
      near(z.object({ round: z.string(), search: z.string(), ids: z.string() }).or(query)),
      (asked) => {
        const request = askedIn(asked as Record<string, unknown>);
        if (request) expect(audienceSchema.safeParse(request.audience).success).toBe(true);
      },
    ),
    { seed: SEED },
  );
});
