import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const sources = ["app", "emails"]
  .flatMap((folder) =>
    readdirSync(folder, { encoding: "utf8", recursive: true }).map((path) => join(folder, path)),
  )
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(file, "utf8") }));

const withText = (part: string) => sources.filter(({ source }) => source.includes(part));

test("every frame runs no scripts and leads nowhere", () => {
  const frames = sources.flatMap(({ source }) => source.match(/<iframe\b[^>]*>/g) ?? []);
  expect(frames.length).toBeGreaterThan(0);
  for (const frame of frames) expect(frame).toContain('sandbox=""');
});

test("no markup is taken as it is, but a mail's body, which was cleaned", () => {
  expect(withText("dangerouslySetInnerHTML").map(({ file }) => file)).toEqual(["emails/mailing.tsx"]);
});

test("every file for a spreadsheet is written, part by part, by the one that makes formulas harmless", () => {
  const written = withText("text/csv; charset");
  expect(written.map(({ file }) => file)).toEqual(["app/_edge/csv-response.ts"]);
  expect(written[0]?.source).toContain("csvLine");
});
