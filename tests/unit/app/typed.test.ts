import { expect, test, vi } from "vitest";
import { keepTyped, readTyped } from "@/app/(auth)/typed";

const jar = vi.hoisted(() => new Map<string, string>());

vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { value: jar.get(name) } : undefined),
    set: (name: string, value: string) => jar.set(name, value),
  }),
}));

vi.mock("@/lib/auth/options", () => ({ ownSessionCookie: () => ({ options: {} }) }));

/** As it goes over the wire. */
const head = () => encodeURIComponent(jar.get("typed") ?? "").length;

test("what was typed is there for the page that the form leads back to", async () => {
  await keepTyped({ email: "eva@exempel.fi" });
  expect(await readTyped()).toEqual({ email: "eva@exempel.fi", name: "" });
});

test("what is longer than any name or address is not kept: a proxy would not hand it on", async () => {
  await keepTyped({ email: "a".repeat(60_000), name: "b" });
  expect(head()).toBeLessThan(100);
  expect(await readTyped()).toEqual({ email: "", name: "b" });
  await keepTyped({ email: "a".repeat(320), name: "漢".repeat(200) });
  expect(head()).toBeLessThan(4_000);
});
