import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/*
 * React waits for the promise of a bound action's arguments, and binding makes a new one. Bound in
 * the render of a client component, a form posted without scripts keeps the server rendering for ever.
 */
test("no action is bound while a client component renders", () => {
  const bound = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => ({ file, source: readFileSync(join("app", file), "utf8") }))
    .filter(({ source }) => source.startsWith('"use client"'))
    .filter(({ source }) => /useActionState\(\s*[\w.]+\.bind\(|\bbind\(null/.test(source))
    .map(({ file }) => file);
  expect(bound).toEqual([]);
});
